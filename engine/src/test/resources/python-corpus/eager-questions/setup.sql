CREATE TABLE delta.`{folder}/config/tables` (name STRING, keep STRING) USING delta;
INSERT INTO delta.`{folder}/config/tables` VALUES ('fruits', 'apple'), ('colours', 'red'), ('colours', 'blue');
