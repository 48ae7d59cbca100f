CREATE STREAMING TABLE numbers (CONSTRAINT good EXPECT (is_good(id)) ON VIOLATION DROP ROW)
AS SELECT id, squared(id) AS square, shouted(word) AS word
FROM STREAM read_files('data/numbers', format => 'json', schema => 'id INT, word STRING');

CREATE MATERIALIZED VIEW squares AS SELECT sum(squared(square)) AS total FROM numbers WHERE is_good(square);
