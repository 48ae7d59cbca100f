-- What the devices send, as it is. Put a source of your own here: read_mqtt, read_kafka, read_files.
CREATE OR REFRESH STREAMING TABLE readings_bronze
COMMENT "Telemetry as the devices sent it"
AS SELECT *
FROM STREAM read_generator('iot', rowsPerSecond => ${rows_per_second}, initialRows => 20000);
