CREATE TABLE delta.`{folder}/data/delta_table` (id INT, v STRING) USING delta;
INSERT INTO delta.`{folder}/data/delta_table` VALUES (1, 'one'), (2, 'two');
CREATE TABLE parquet_rows USING parquet LOCATION '{folder}/data/parquet' AS SELECT 1 AS id, 'p' AS name;
CREATE TABLE orc_rows USING orc LOCATION '{folder}/data/orc' AS SELECT 2 AS id, 'o' AS name;
DROP TABLE parquet_rows;
DROP TABLE orc_rows
