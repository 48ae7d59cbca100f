"""Reads the files of the ingestion benchmark with DuckDB and writes the silver rows as Parquet.

Arguments: folder of the JSON files, file to write. Prints rows for each CPU second, in thousands.
"""

import resource
import sys

import duckdb

COLUMNS = (
    "{order_id: 'BIGINT', customer_id: 'BIGINT', ts: 'VARCHAR', amount: 'VARCHAR', status: 'VARCHAR', "
    "channel: 'VARCHAR', items: 'INTEGER', ref: 'VARCHAR'}"
)


def main() -> None:
    source, target = sys.argv[1], sys.argv[2]
    connection = duckdb.connect()
    connection.execute("SET threads = 2")
    connection.execute(
        f"CREATE VIEW orders AS SELECT * FROM read_json('{source}/*.json', format = 'newline_delimited', "
        f"columns = {COLUMNS})"
    )
    before = resource.getrusage(resource.RUSAGE_SELF)
    connection.execute(f"COPY (SELECT * FROM orders) TO '{target}' (FORMAT parquet, COMPRESSION snappy)")
    bronze = resource.getrusage(resource.RUSAGE_SELF)
    connection.execute(
        "COPY (SELECT order_id, customer_id, CAST(ts AS TIMESTAMP) AS ts, TRY_CAST(amount AS DECIMAL(12,2)) AS amount, "
        f"status, channel, items, ref FROM '{target}' WHERE status <> 'cancelled' AND "
        "TRY_CAST(amount AS DECIMAL(12,2)) IS NOT NULL AND items > 0 AND customer_id IS NOT NULL) "
        f"TO '{target}.silver' (FORMAT parquet, COMPRESSION snappy)"
    )
    after = resource.getrusage(resource.RUSAGE_SELF)
    rows = connection.execute("SELECT count(*) FROM orders").fetchone()[0]

    def cpu(start: resource.struct_rusage, end: resource.struct_rusage) -> float:
        return end.ru_utime + end.ru_stime - start.ru_utime - start.ru_stime

    print(f"bronze: {rows / cpu(before, bronze) / 1000:.0f} thousand rows/CPU s")
    print(f"bronze and silver: {rows / cpu(before, after) / 1000:.0f} thousand rows/CPU s")


if __name__ == "__main__":
    main()
