-- Partitioned by a column that the table computes by itself.
CREATE OR REFRESH STREAMING TABLE visits (
  visitor STRING NOT NULL COMMENT 'who came',
  shop STRING,
  at TIMESTAMP,
  seconds INT,
  day DATE GENERATED ALWAYS AS (CAST(at AS DATE)) COMMENT 'computed, never given'
)
PARTITIONED BY (day)
COMMENT 'Visits to our shops'
TBLPROPERTIES ('quality' = 'silver', 'delta.logRetentionDuration' = 'interval 90 days')
AS SELECT visitor, shop, at, seconds
FROM STREAM read_files('data/visits', format => 'json', schemaHints => 'at TIMESTAMP, seconds INT');

-- Clustered: rows of a visitor lie close together, without folders and without choosing their number beforehand.
CREATE OR REFRESH STREAMING TABLE visits_by_visitor
CLUSTER BY (visitor)
AS SELECT visitor, shop, at, seconds FROM STREAM visits;

CREATE OR REFRESH MATERIALIZED VIEW visitors
CLUSTER BY AUTO
COMMENT 'One row for each visitor'
AS SELECT visitor, count(*) AS visits, sum(seconds) AS seconds, max(day) AS last_day
FROM visits GROUP BY ALL;
