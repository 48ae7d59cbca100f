CREATE OR REFRESH STREAMING TABLE readings
AS SELECT machine, at, load
FROM STREAM read_files('data/readings', format => 'json', schemaHints => 'at TIMESTAMP, load INT');

-- A window is written once, when no more rows can belong to it: when rows 10 minutes younger than its end have been seen.
-- What comes later still is too late. The open windows are state, kept between updates.
CREATE OR REFRESH STREAMING TABLE load_by_machine
AS SELECT
  machine,
  window.start AS from,
  window.end AS until,
  count(*) AS readings,
  round(avg(load), 1) AS avg_load
FROM STREAM readings WATERMARK at DELAY OF INTERVAL 10 MINUTES
GROUP BY machine, window(at, '10 minutes');
