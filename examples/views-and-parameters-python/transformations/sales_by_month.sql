-- Published: everybody can read it by name, and it is computed when it is read. Python has no words for such a view.
CREATE VIEW sales_by_month COMMENT 'All sales, whatever the parameters'
AS SELECT date_format(sold_on, 'yyyy-MM') AS month, sum(pieces) AS pieces FROM sales GROUP BY ALL;
