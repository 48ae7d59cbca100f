-- Typed and checked. Rows that break a rule with DROP ROW are left out and counted; the others are only counted.
CREATE OR REFRESH STREAMING TABLE orders (
  CONSTRAINT has_customer EXPECT (customer_id IS NOT NULL) ON VIOLATION DROP ROW,
  CONSTRAINT amount_is_plausible EXPECT (amount > ${minimum_amount}) ON VIOLATION DROP ROW,
  CONSTRAINT has_channel EXPECT (channel IS NOT NULL)
)
AS SELECT
  CAST(order_id AS BIGINT) AS order_id,
  CAST(customer_id AS BIGINT) AS customer_id,
  CAST(ordered_at AS TIMESTAMP) AS ordered_at,
  try_cast(amount AS DECIMAL(12, 2)) AS amount,
  channel
FROM STREAM orders_bronze;
