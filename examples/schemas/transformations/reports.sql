-- From here to the end of this file, short names are in another schema.
USE SCHEMA reports;

CREATE OR REFRESH MATERIALIZED VIEW balances
AS SELECT account, owner, sum(cents) / 100 AS balance
FROM staging.transactions JOIN directory.people.owners USING (account)
GROUP BY ALL;

CREATE OR REFRESH MATERIALIZED VIEW wealth
AS SELECT owner, sum(balance) AS total FROM balances GROUP BY ALL;
