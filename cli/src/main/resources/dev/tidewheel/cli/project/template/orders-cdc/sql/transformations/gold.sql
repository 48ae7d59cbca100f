-- What people ask for. A materialized view is recomputed when something that it reads has changed.
CREATE OR REFRESH MATERIALIZED VIEW revenue_by_product
AS SELECT product, count(*) AS orders, sum(quantity) AS pieces, sum(amount) AS revenue
FROM orders
GROUP BY product;

-- Orders that were changed or taken back, and by how much.
CREATE OR REFRESH MATERIALIZED VIEW corrected_orders
AS SELECT
  order_id,
  count(*) - 1 AS changes,
  min_by(amount, sequence) AS first_amount,
  max_by(amount, sequence) AS last_amount,
  max_by(operation, sequence) = 'DELETE' AS taken_back
FROM order_changes
GROUP BY order_id
HAVING count(*) > 1;
