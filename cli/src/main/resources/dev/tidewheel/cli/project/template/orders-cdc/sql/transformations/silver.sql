-- Rows that break a rule with DROP ROW are left out and counted; the others are only counted.
CREATE OR REFRESH STREAMING TABLE order_changes (
  CONSTRAINT has_key EXPECT (order_id IS NOT NULL) ON VIOLATION DROP ROW,
  CONSTRAINT operation_is_known EXPECT (operation IN ('INSERT', 'UPDATE', 'DELETE')) ON VIOLATION DROP ROW,
  CONSTRAINT comes_in_time EXPECT (received_at < updated_at + INTERVAL 30 MINUTES)
)
AS SELECT *, CAST(quantity * unit_price AS DECIMAL(12, 2)) AS amount
FROM STREAM order_changes_bronze;

-- Each order as it is now: its last change counts, and an order that was taken back is gone.
CREATE OR REFRESH MATERIALIZED VIEW orders
AS SELECT order_id, last.customer_id, last.product, last.quantity, last.amount, last.updated_at
FROM (
  SELECT order_id, max_by(struct(*), sequence) AS last
  FROM order_changes
  GROUP BY order_id
)
WHERE last.operation <> 'DELETE';
