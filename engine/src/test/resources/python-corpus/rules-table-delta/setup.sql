CREATE TABLE delta.`{folder}/data/rules` (name STRING, rule STRING, tag STRING, active BOOLEAN) USING delta;
INSERT INTO delta.`{folder}/data/rules` VALUES ('id set', 'id IS NOT NULL', 'drop', true), ('small', 'amount < 100', 'warn', true), ('old', 'false', 'warn', false);
