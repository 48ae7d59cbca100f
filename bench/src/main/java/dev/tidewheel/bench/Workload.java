package dev.tidewheel.bench;

import java.nio.file.Path;

/** The pipelines that are compared; both engines get the same queries. */
enum Workload {
    /** 2,000,000 orders as JSON → silver → two views. */
    ETL,
    /** Twelve small tables in a row: files → five streaming tables → six views. */
    CHAIN;

    Path first(OrderData data) {
        return this == ETL ? data.orders() : data.few();
    }

    Path more(OrderData data) {
        return this == ETL ? data.moreOrders() : data.fewMore();
    }

    /** Table that new files go into. */
    String bronze() {
        return this == ETL ? "bronze_orders" : "t01";
    }

    /** Everything after the first table, in the SQL that both engines understand. */
    String sql(OrderData data) {
        return this == ETL ? etl(data) : chain();
    }

    private static String etl(OrderData data) {
        return "CREATE MATERIALIZED VIEW customers AS SELECT customer_id, name, region, segment FROM json.`"
                + data.customers() + "`;\n"
                + "CREATE STREAMING TABLE silver_orders AS SELECT order_id, customer_id, to_timestamp(ts) AS ts,"
                + " try_cast(amount AS DECIMAL(12,2)) AS amount, status, channel, items FROM STREAM bronze_orders"
                + " WHERE status <> 'cancelled' AND try_cast(amount AS DECIMAL(12,2)) IS NOT NULL;\n"
                + "CREATE MATERIALIZED VIEW customer_daily AS SELECT o.customer_id, c.region, c.segment,"
                + " to_date(o.ts) AS day, count(*) AS orders, sum(o.amount) AS total FROM silver_orders o"
                + " JOIN customers c ON o.customer_id = c.customer_id"
                + " GROUP BY o.customer_id, c.region, c.segment, to_date(o.ts);\n"
                + "CREATE MATERIALIZED VIEW top_daily AS SELECT day, region, sum(total) AS total,"
                + " sum(orders) AS orders FROM customer_daily GROUP BY day, region ORDER BY total DESC LIMIT 20;\n";
    }

    private static String chain() {
        StringBuilder sql = new StringBuilder();
        for (int i = 2; i <= 6; i++) {
            sql.append(String.format(
                    "CREATE STREAMING TABLE t%02d AS SELECT * FROM STREAM t%02d WHERE order_id %% 97 <> %d;%n",
                    i, i - 1, i));
        }
        for (int i = 7; i <= 12; i++) {
            sql.append(String.format(
                    "CREATE MATERIALIZED VIEW t%02d AS SELECT *, %d AS c%d FROM t%02d;%n", i, i, i, i - 1));
        }
        return sql.toString();
    }
}
