-- What people ask for. A materialized view is recomputed when something that it reads has changed.
CREATE OR REFRESH MATERIALIZED VIEW customer_totals
AS SELECT c.name, c.country, count(*) AS orders, sum(o.amount) AS total
FROM orders o
JOIN customers c ON o.customer_id = c.customer_id
GROUP BY c.name, c.country;

CREATE OR REFRESH MATERIALIZED VIEW daily_revenue
AS SELECT CAST(ordered_at AS DATE) AS day, count(*) AS orders, sum(amount) AS revenue
FROM orders
GROUP BY CAST(ordered_at AS DATE);
