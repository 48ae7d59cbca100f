CREATE MATERIALIZED VIEW products AS SELECT * FROM VALUES (1, 'pen', 2.0D), (2, 'book', 10.0D) AS t(id, name, price);
CREATE TEMPORARY VIEW cheap_products AS SELECT * FROM products WHERE price < 5;
