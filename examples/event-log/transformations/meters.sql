CREATE OR REFRESH STREAMING TABLE readings (
  CONSTRAINT measured EXPECT (kwh IS NOT NULL) ON VIOLATION DROP ROW,
  CONSTRAINT not_negative EXPECT (kwh >= 0)
)
AS SELECT meter, at, kwh FROM STREAM read_files('data/meters', format => 'json', schemaHints => 'at TIMESTAMP');

CREATE OR REFRESH MATERIALIZED VIEW consumption
AS SELECT meter, round(sum(kwh), 2) AS kwh FROM readings WHERE kwh >= 0 GROUP BY ALL;
