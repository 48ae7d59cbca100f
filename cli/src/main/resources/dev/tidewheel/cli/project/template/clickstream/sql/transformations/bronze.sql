-- Clicks as they come. Put a source of your own here: read_kafka, read_files.
CREATE OR REFRESH STREAMING TABLE clicks_bronze
COMMENT "Clicks as the shop's pages sent them"
AS SELECT *
FROM STREAM read_generator('clickstream', rowsPerSecond => ${rows_per_second}, initialRows => 2000);
