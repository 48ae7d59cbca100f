-- Databricks notebook source
-- MAGIC %md
-- MAGIC # Sales
-- MAGIC An old pipeline, exactly as the notebook was exported.

-- COMMAND ----------

CREATE OR REFRESH STREAMING LIVE TABLE sales_orders_raw
COMMENT "The raw sales orders, ingested from /databricks-datasets."
TBLPROPERTIES ("myCompanyPipeline.quality" = "bronze")
AS
SELECT * FROM cloud_files("/databricks-datasets/retail/sales/", "json", map("cloudFiles.inferColumnTypes", "true"))

-- COMMAND ----------

CREATE OR REFRESH LIVE TABLE customers
COMMENT "The customers buying finished products."
AS SELECT * FROM csv.`dbfs:/mnt/customers/customers.csv`

-- COMMAND ----------

-- the header of the file is data to the query above, so it is taken off here
CREATE TEMPORARY LIVE VIEW customers_cleaned (
  CONSTRAINT has_name EXPECT (customer_name IS NOT NULL) ON VIOLATION DROP ROW
)
AS SELECT int(_c0) AS customer_id, _c1 AS customer_name, _c2 AS state FROM LIVE.customers WHERE _c0 <> 'customer_id'

-- COMMAND ----------

-- MAGIC %md
-- MAGIC ## Clean

-- COMMAND ----------

CREATE OR REFRESH STREAMING LIVE TABLE sales_orders_cleaned (
  CONSTRAINT valid_amount EXPECT (amount > ${sales.min_amount}) ON VIOLATION DROP ROW,
  CONSTRAINT valid_order_number EXPECT (order_number IS NOT NULL) ON VIOLATION FAIL UPDATE
)
PARTITIONED BY (order_date)
COMMENT "The cleaned sales orders."
TBLPROPERTIES ("myCompanyPipeline.quality" = "silver")
AS
SELECT f.order_number, f.customer_id, CAST(f.amount AS DOUBLE) AS amount, c.customer_name, c.state,
       DATE(timestamp_seconds(CAST(f.order_datetime AS BIGINT))) AS order_date
FROM STREAM(LIVE.sales_orders_raw) f
LEFT JOIN LIVE.customers_cleaned c ON c.customer_id = f.customer_id

-- COMMAND ----------

CREATE LIVE TABLE sales_by_state
COMMENT "Aggregated sales."
AS
SELECT state, ROUND(SUM(amount), 2) AS sales, COUNT(*) AS orders
FROM LIVE.sales_orders_cleaned
GROUP BY state
