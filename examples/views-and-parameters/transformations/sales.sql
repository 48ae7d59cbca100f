CREATE OR REFRESH MATERIALIZED VIEW sales
AS SELECT CAST(sold_on AS DATE) AS sold_on, country, product, pieces FROM read_files('data/sales.json', format => 'json');

-- Not stored, seen by this pipeline only. Its expectations count in each table that reads it.
CREATE TEMPORARY VIEW selected_sales (
  CONSTRAINT some_pieces EXPECT (pieces > 1) ON VIOLATION DROP ROW
)
AS SELECT * FROM sales WHERE sold_on >= :since AND country LIKE :country;

CREATE OR REFRESH MATERIALIZED VIEW top_products
AS SELECT product, sum(pieces) AS pieces FROM selected_sales
GROUP BY product ORDER BY pieces DESC, product LIMIT ${reports.top};

CREATE OR REFRESH MATERIALIZED VIEW countries
AS SELECT country, sum(pieces) AS pieces FROM selected_sales GROUP BY country;

-- Published: everybody can read it by name, and it is computed when it is read.
CREATE VIEW sales_by_month COMMENT 'All sales, whatever the parameters'
AS SELECT date_format(sold_on, 'yyyy-MM') AS month, sum(pieces) AS pieces FROM sales GROUP BY ALL;
