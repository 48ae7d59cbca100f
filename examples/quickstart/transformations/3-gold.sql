-- Gold: answers. A materialized view always equals its query; it is computed again only when something below has changed.

CREATE OR REFRESH MATERIALIZED VIEW days
COMMENT 'What the storm did to each day'
AS WITH weather AS (
  SELECT
    to_date(from_utc_timestamp(time_hour, 'America/New_York')) AS day,
    round(max(wind_speed), 1) AS max_wind_mph,
    min(visib) AS min_visibility_miles
  FROM raw_weather
  GROUP BY ALL
),
departures AS (
  SELECT
    make_date(year, month, day) AS day,
    count(*) AS scheduled,
    count_if(dep_time IS NULL) AS cancelled,
    round(avg(dep_delay), 1) AS avg_departure_delay
  FROM raw_flights
  GROUP BY ALL
)
SELECT
  day,
  scheduled,
  cancelled,
  round(100 * cancelled / scheduled, 1) AS cancelled_percent,
  avg_departure_delay,
  max_wind_mph,
  min_visibility_miles
FROM departures LEFT JOIN weather USING (day);

CREATE OR REFRESH MATERIALIZED VIEW airline_punctuality
COMMENT 'How many flights of each airline arrived less than 15 minutes late'
AS SELECT
  name AS airline,
  count(*) AS flights,
  round(100 * count_if(arr_delay < 15) / count(arr_delay), 1) AS on_time_percent,
  max(arr_delay) AS worst_delay
FROM flights JOIN airlines USING (carrier)
GROUP BY ALL;
