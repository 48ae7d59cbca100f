CREATE OR REFRESH STREAMING TABLE weather
COMMENT 'Takes each file once'
AS SELECT airport, hour, temperature, rain, _metadata.file_name AS file
FROM STREAM read_files('data/weather', format => 'json', schemaHints => 'hour TIMESTAMP, rain DOUBLE');

CREATE OR REFRESH MATERIALIZED VIEW airports
AS SELECT * EXCEPT (_rescued_data) FROM read_files('data/airports.csv', format => 'csv', header => true);

-- reads both: computed again when either has changed
CREATE OR REFRESH MATERIALIZED VIEW rainy_days
AS SELECT to_date(hour) AS day, city, round(sum(rain), 2) AS rain
FROM weather JOIN airports ON airport = code
GROUP BY ALL HAVING sum(rain) > 0 ORDER BY ALL;

-- reads airports only: new weather does not concern it
CREATE OR REFRESH MATERIALIZED VIEW cities
AS SELECT city, count(*) AS airports FROM airports GROUP BY ALL;
