CREATE MATERIALIZED VIEW seen_from_sql AS SELECT * FROM sales_test_fr WHERE country = '${shop.country}';
