CREATE OR REFRESH STREAMING TABLE invoices (
  CONSTRAINT own_currency EXPECT (currency = '${currency}') ON VIOLATION DROP ROW
)
AS SELECT invoice, customer, currency, CAST(net AS DECIMAL(10, 2)) AS net, paid FROM STREAM invoices_raw;
