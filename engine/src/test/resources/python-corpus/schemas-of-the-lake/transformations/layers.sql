USE SCHEMA gold;
CREATE MATERIALIZED VIEW doubled AS SELECT total * 2 AS total FROM totals;
