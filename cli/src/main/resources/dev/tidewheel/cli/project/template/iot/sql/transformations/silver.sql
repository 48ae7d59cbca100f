-- Rows that break a rule with DROP ROW are left out and counted; the others are only counted.
CREATE OR REFRESH STREAMING TABLE readings (
  CONSTRAINT has_temperature EXPECT (temperature IS NOT NULL) ON VIOLATION DROP ROW,
  CONSTRAINT temperature_is_plausible EXPECT (temperature BETWEEN -40 AND 85) ON VIOLATION DROP ROW,
  CONSTRAINT battery_is_charged EXPECT (battery >= 25)
)
AS SELECT * FROM STREAM readings_bronze;

-- What was left out above, and why.
CREATE OR REFRESH STREAMING TABLE quarantine
AS SELECT *, CASE WHEN temperature IS NULL THEN 'no temperature' ELSE 'wild temperature' END AS problem
FROM STREAM readings_bronze
WHERE temperature IS NULL OR temperature NOT BETWEEN -40 AND 85;
