CREATE OR REFRESH STREAMING TABLE invoices_raw
COMMENT 'Invoices as the ERP system exports them'
AS SELECT * FROM STREAM read_files('/Volumes/raw/erp/invoices/', format => 'json');
