CREATE TABLE customers (id bigint PRIMARY KEY, name text);
CREATE TABLE orders (
  id bigserial PRIMARY KEY, customer bigint, amount numeric(10, 2), updated_at timestamptz DEFAULT clock_timestamp());
CREATE TABLE shipping (id bigint PRIMARY KEY, insured boolean);
INSERT INTO customers VALUES (1, 'Ada'), (2, 'Grace');
INSERT INTO orders (customer, amount) VALUES (1, 20.00), (2, 120.50), (1, 3.75);
