CREATE STREAMING TABLE orders (
  CONSTRAINT amount_is_positive EXPECT (amount > 0) ON VIOLATION DROP ROW
)
AS SELECT id, customer, country, amount
FROM STREAM read_files('data/orders', format => 'json', schemaHints => 'amount DECIMAL(10, 2)');

-- A Delta table of somebody else's, who wants each order once.
CREATE SINK warehouse USING delta OPTIONS (path = 'given/warehouse');
CREATE FLOW to_warehouse AS INSERT INTO warehouse BY NAME
SELECT id, customer, amount FROM STREAM orders;

-- Files for a partner. Two flows write to it; each has its own progress.
CREATE SINK partner USING json OPTIONS (path = 'given/partner');
CREATE FLOW large_orders AS INSERT INTO partner BY NAME
SELECT 'large' AS why, id, customer, amount FROM STREAM orders WHERE amount > 100;
CREATE FLOW orders_from_abroad AS INSERT INTO partner BY NAME
SELECT 'abroad' AS why, id, customer, amount FROM STREAM orders WHERE country <> 'US';
