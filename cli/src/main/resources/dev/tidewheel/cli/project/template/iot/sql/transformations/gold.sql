-- The last that is known of each device.
CREATE OR REFRESH MATERIALIZED VIEW device_status
AS SELECT
  device_id,
  max(event_time) AS last_seen,
  max_by(temperature, event_time) AS temperature,
  max_by(battery, event_time) AS battery,
  max_by(status, event_time) AS status
FROM readings
GROUP BY device_id;

-- A minute is written once, when no reading of it can come any more: ten minutes later.
CREATE OR REFRESH STREAMING TABLE temperature_by_minute
AS SELECT
  window.start AS minute,
  count(*) AS readings,
  round(avg(temperature), 2) AS average,
  max(temperature) AS highest
FROM STREAM readings WATERMARK event_time DELAY OF INTERVAL 10 MINUTES
GROUP BY window(event_time, '1 minute');
