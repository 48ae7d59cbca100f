CREATE TEMPORARY VIEW long_trips AS SELECT * FROM trips WHERE minutes >= 20;

CREATE MATERIALIZED VIEW zones AS
SELECT zone, count(*) AS trips, round(avg(fare), 2) AS avg_fare FROM trips GROUP BY zone;

CREATE MATERIALIZED VIEW long_trips_by_zone AS
SELECT zone, count(*) AS long_trips, max(minutes) AS longest FROM long_trips GROUP BY zone;
