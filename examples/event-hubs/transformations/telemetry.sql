-- Each event as it came. The connection string says where the hub is and who reads it.
CREATE STREAMING TABLE events
TBLPROPERTIES ('pipelines.reset.allowed' = 'false')
AS SELECT CAST(value AS STRING) AS body, partition, offset, timestamp AS enqueued_at
FROM STREAM read_eventhubs(
  connectionString => secret('hubs', 'connection'),
  subscribe => 'telemetry',
  startingOffsets => 'earliest',
  `kafka.security.protocol` => '${protocol}'
);

CREATE STREAMING TABLE readings (
  CONSTRAINT is_reading EXPECT (device IS NOT NULL AND celsius IS NOT NULL) ON VIOLATION DROP ROW
)
AS SELECT reading.device, reading.celsius, enqueued_at
FROM (
  SELECT from_json(body, 'device STRING, celsius DOUBLE') AS reading, enqueued_at FROM STREAM events
);

CREATE MATERIALIZED VIEW by_device AS
SELECT device, count(*) AS readings, max(celsius) AS highest FROM readings GROUP BY device;

-- What is too hot goes to another hub of the same namespace.
CREATE SINK alarms USING eventhubs OPTIONS (
  'eventhubs.connectionString' = secret('hubs', 'connection'),
  'topic' = 'alarms',
  'kafka.security.protocol' = '${protocol}'
);

CREATE FLOW too_hot AS INSERT INTO alarms BY NAME
SELECT device AS key, to_json(struct(device, celsius, enqueued_at)) AS value
FROM STREAM readings WHERE celsius > 90;
