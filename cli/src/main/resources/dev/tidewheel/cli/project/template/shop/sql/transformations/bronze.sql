-- Files as they are. A streaming table reads each file once: put another one into data/orders and run again.
CREATE OR REFRESH STREAMING TABLE orders_bronze
COMMENT "Orders as the shop sent them"
AS SELECT *, _metadata.file_name AS source_file
FROM STREAM read_files('data/orders', format => 'json');

CREATE OR REFRESH MATERIALIZED VIEW customers
AS SELECT CAST(customer_id AS BIGINT) AS customer_id, name, country
FROM read_files('data/customers', format => 'csv', header => true);
