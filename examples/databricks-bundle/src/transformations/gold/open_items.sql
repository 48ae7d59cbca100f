CREATE OR REFRESH MATERIALIZED VIEW open_items
AS SELECT customer, count(*) AS invoices, sum(net) AS open FROM invoices WHERE NOT paid GROUP BY ALL;
