-- Short names are in the catalog and schema of the pipeline file: bank.staging.transactions.
CREATE OR REFRESH STREAMING TABLE transactions
AS SELECT account, CAST(booked AS DATE) AS booked, cents FROM STREAM read_files('data/transactions', format => 'json');

-- Another catalog
CREATE OR REFRESH MATERIALIZED VIEW directory.people.owners
AS SELECT account, owner FROM read_files('data/owners.csv', format => 'csv', header => true);
