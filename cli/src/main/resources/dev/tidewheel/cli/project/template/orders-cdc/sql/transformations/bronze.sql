-- The feed as it comes. Put a source of your own here: read_kafka, read_files.
CREATE OR REFRESH STREAMING TABLE order_changes_bronze
COMMENT "Changes of orders as the shop sent them"
AS SELECT *, current_timestamp() AS received_at
FROM STREAM read_generator('orders', rowsPerSecond => ${rows_per_second}, initialRows => 2000);
