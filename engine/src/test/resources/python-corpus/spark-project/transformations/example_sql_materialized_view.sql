CREATE MATERIALIZED VIEW example_sql_materialized_view AS
SELECT id FROM evens WHERE id > 4;
