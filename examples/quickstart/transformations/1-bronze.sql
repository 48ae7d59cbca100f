-- Bronze: what arrived, as it arrived. A streaming table takes each file once: on the next run only new ones are read.

CREATE OR REFRESH STREAMING TABLE raw_flights
COMMENT 'Departures from New York as reported, one CSV file per day'
AS SELECT *, _metadata.file_name AS source_file
FROM STREAM read_files(
  'data/flights',
  format => 'csv',
  header => true,
  nullValue => 'NA',
  schema => 'year INT, month INT, day INT, dep_time INT, sched_dep_time INT, dep_delay INT, arr_time INT,
             sched_arr_time INT, arr_delay INT, carrier STRING, flight INT, tailnum STRING, origin STRING, dest STRING,
             air_time INT, distance INT, hour INT, minute INT, time_hour TIMESTAMP');

CREATE OR REFRESH STREAMING TABLE raw_weather
COMMENT 'Hourly weather at the three airports, JSON'
AS SELECT * FROM STREAM read_files(
  'data/weather',
  format => 'json',
  schemaHints => 'time_hour TIMESTAMP, precip DOUBLE, visib DOUBLE');

CREATE OR REFRESH MATERIALIZED VIEW airlines
COMMENT 'Names of the airlines'
AS SELECT carrier, name FROM read_files('data/airlines.csv', format => 'csv', header => true);
