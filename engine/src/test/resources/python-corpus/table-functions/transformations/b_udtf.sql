CREATE MATERIALIZED VIEW of_sql_file AS SELECT id, word FROM texts, LATERAL words_of(upper(text));
