-- One table, filled by several flows. Each flow has a progress of its own: one can be added, changed or fail without the
-- others noticing.
CREATE OR REFRESH STREAMING TABLE orders (
  id BIGINT NOT NULL COMMENT 'unique within a region',
  day DATE,
  region STRING,
  amount DECIMAL(10, 2),
  CONSTRAINT positive EXPECT (amount > 0) ON VIOLATION DROP ROW
);

CREATE FLOW europe AS INSERT INTO orders BY NAME
SELECT id, CAST(day AS DATE) AS day, 'europe' AS region, CAST(amount AS DECIMAL(10, 2)) AS amount
FROM STREAM read_files('data/europe', format => 'json');

CREATE FLOW americas AS INSERT INTO orders BY NAME
SELECT order_number AS id, ordered_on AS day, 'americas' AS region, CAST(total AS DECIMAL(10, 2)) AS amount
FROM STREAM read_files('data/americas', format => 'csv', header => true, sep => ';',
                       schemaHints => 'order_number BIGINT, ordered_on DATE');

-- Runs one time, and again only with --full-refresh: the past, loaded beside what arrives each day.
CREATE FLOW archive AS INSERT INTO ONCE orders BY NAME
SELECT id, day, region, CAST(amount AS DECIMAL(10, 2)) AS amount
FROM read_files('data/archive', format => 'csv', header => true, schemaHints => 'id BIGINT, day DATE');

CREATE OR REFRESH MATERIALIZED VIEW orders_by_region
AS SELECT region, year(day) AS year, count(*) AS orders, sum(amount) AS amount FROM orders GROUP BY ALL ORDER BY ALL;
