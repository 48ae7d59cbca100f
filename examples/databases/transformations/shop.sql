-- each order once, as it was when it was last changed
CREATE STREAMING TABLE orders AS
SELECT id, customer, amount, updated_at
FROM STREAM read_jdbc(
  url => '${shop}', user => '${user}', password => secret('shop', 'password'),
  dbtable => 'orders', incrementalColumn => 'updated_at');

-- read whole in each update
CREATE MATERIALIZED VIEW spent AS
SELECT c.name, sum(o.amount) AS amount
FROM orders o
JOIN read_jdbc(
  url => '${shop}', user => '${user}', password => secret('shop', 'password'),
  dbtable => 'customers') c ON c.id = o.customer
GROUP BY c.name;

-- and back into the database, each order by its id
CREATE SINK shipping USING jdbc OPTIONS (
  url = '${shop}', user = '${user}', password = '{{secrets/shop/password}}',
  dbtable = 'shipping', keys = 'id');

CREATE FLOW ship AS INSERT INTO shipping BY NAME
SELECT id, amount > 100 AS insured FROM STREAM orders;
