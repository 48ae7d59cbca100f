-- Each record as it came, with where it was: what follows can be computed again at any time.
CREATE STREAMING TABLE records
TBLPROPERTIES ('pipelines.reset.allowed' = 'false')
AS SELECT CAST(value AS STRING) AS value, topic, partition, offset, timestamp
FROM STREAM read_kafka(
  bootstrapServers => '${brokers}',
  subscribe => 'orders',
  startingOffsets => 'earliest'
);

CREATE STREAMING TABLE orders (
  CONSTRAINT is_json EXPECT (id IS NOT NULL) ON VIOLATION DROP ROW,
  CONSTRAINT has_customer EXPECT (customer <> '')
)
AS SELECT parsed.*, timestamp AS received_at
FROM (
  SELECT from_json(value, 'id BIGINT, customer STRING, amount DECIMAL(10, 2)') AS parsed, timestamp
  FROM STREAM records
);

CREATE SINK to_check USING kafka OPTIONS (
  'kafka.bootstrap.servers' = '${brokers}',
  'topic' = 'orders-to-check'
);

CREATE FLOW large_orders AS INSERT INTO to_check BY NAME
SELECT CAST(id AS STRING) AS key, to_json(struct(id, customer, amount)) AS value
FROM STREAM orders WHERE amount > 500;
