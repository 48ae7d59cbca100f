CREATE STREAMING TABLE received AS
SELECT * FROM STREAM read_mqtt(
  url => '${broker}', user => '${user}', password => secret('broker', 'password'),
  topic => 'sensors/+/temperature');

CREATE STREAMING TABLE readings (CONSTRAINT number EXPECT (celsius IS NOT NULL) ON VIOLATION DROP ROW) AS
SELECT split(topic, '/')[1] AS sensor, try_cast(CAST(payload AS STRING) AS DOUBLE) AS celsius, received_at
FROM STREAM received;

CREATE MATERIALIZED VIEW warmest AS
SELECT sensor, max(celsius) AS celsius FROM readings GROUP BY sensor;

-- what is too hot is published again
CREATE SINK alarms USING mqtt OPTIONS (
  url = '${broker}', user = '${user}', password = '{{secrets/broker/password}}');

CREATE FLOW too_hot AS INSERT INTO alarms BY NAME
SELECT concat('alarms/', sensor) AS topic, to_json(struct(celsius, received_at)) AS payload
FROM STREAM readings WHERE celsius > 800;
