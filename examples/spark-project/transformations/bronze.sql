CREATE STREAMING TABLE trips;

CREATE FLOW trips_from_files AS INSERT INTO trips BY NAME
SELECT trip, zone, minutes, fare FROM STREAM json.`data/trips`;
