-- Silver: rows that can be relied on. Each expectation is counted; what happens to a row that fails is up to the rule.

CREATE OR REFRESH STREAMING TABLE flights (
  -- a cancelled flight has no departure: it is no flight, and is dropped
  CONSTRAINT departed EXPECT (dep_time IS NOT NULL) ON VIOLATION DROP ROW,
  -- a diverted flight has no arrival delay: it is kept, but counted
  CONSTRAINT arrived_as_planned EXPECT (arr_delay IS NOT NULL),
  -- an unknown airport means that we read the wrong files: nothing is written, and the update fails
  CONSTRAINT from_new_york EXPECT (origin IN ('EWR', 'JFK', 'LGA')) ON VIOLATION FAIL UPDATE
)
COMMENT 'Flights that took off'
AS SELECT
  make_date(year, month, day) AS day,
  time_hour AS scheduled_hour,
  origin,
  dest,
  carrier,
  flight,
  tailnum,
  dep_time,
  dep_delay,
  arr_delay,
  distance
FROM STREAM raw_flights;
