package dev.tidewheel.connector.generator;

import java.util.List;

/**
 * The streams that can be made. Each column is an expression over {@code n}, the number of the row, {@code seed}, and
 * {@code at}, the time at which the row appears.
 */
enum Kind {
    /** Telemetry of a hundred devices; some readings are missing, some are wild, and one in fifty comes late. */
    IOT {
        @Override
        List<String> columns() {
            return List.of(
                    "concat('device-', lpad(CAST(" + roll("device", 100) + " AS STRING), 3, '0')) AS device_id",
                    "at - make_dt_interval(0, 0, 0, CASE WHEN " + roll("late", 50) + " = 0 THEN 1 + "
                            + roll("delay", 600) + " ELSE 0 END) AS event_time",
                    "CASE WHEN " + roll("missing", 200) + " = 0 THEN NULL WHEN " + roll("wild", 300)
                            + " = 0 THEN 999.0D ELSE round(20 + 5 * sin(unix_seconds(at) / 13750.0) + "
                            + roll("noise", 200) + " / 100.0, 2) END AS temperature",
                    "round(35 + " + roll("humidity", 3000) + " / 100.0, 1) AS humidity",
                    "100 - CAST(" + roll("battery", 80) + " AS INT) AS battery",
                    "element_at(array('ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'warning', 'warning', 'error'), CAST(1 + "
                            + roll("status", 10) + " AS INT)) AS status");
        }
    },
    /** Orders and their later changes: one row in ten corrects an order of before, one in hundred takes it back. */
    ORDERS {
        @Override
        List<String> columns() {
            String changes = "(n % 10 = 9 AND n >= 10)";
            // a change is of an order that was new: those have numbers that end in 0
            String former = "(n DIV 10 - 1 - " + roll("former", 100) + " % greatest(n DIV 10, 1)) * 10";
            String order = "CASE WHEN " + changes + " THEN greatest(0, " + former + ") ELSE n END";
            return List.of(
                    order + " AS order_id",
                    "CASE WHEN NOT " + changes + " THEN 'INSERT' WHEN " + roll("delete", 10)
                            + " = 0 THEN 'DELETE' ELSE 'UPDATE' END AS operation",
                    "n AS sequence",
                    "concat('customer-', CAST(pmod(xxhash64(" + order
                            + ", seed, 'customer'), 500) AS STRING)) AS customer_id",
                    "element_at(array('lamp', 'chair', 'table', 'desk', 'shelf', 'sofa'), CAST(1 + pmod(xxhash64("
                            + order + ", seed, 'product'), 6) AS INT)) AS product",
                    "CAST(1 + " + roll("quantity", 5) + " AS INT) AS quantity",
                    "CAST((500 + " + roll("price", 20000) + ") / 100.0 AS DECIMAL(10,2)) AS unit_price",
                    "at - make_dt_interval(0, 0, 0, CASE WHEN " + roll("late", 20) + " = 0 THEN 1 + "
                            + roll("delay", 3600) + " ELSE 0 END) AS updated_at");
        }
    },
    /** Visits to a shop's pages, from a landing page now and then to a purchase. */
    CLICKSTREAM {
        @Override
        List<String> columns() {
            String session = "(n DIV 40) * 8 + " + roll("session", 8);
            return List.of(
                    "concat('session-', CAST(" + session + " AS STRING)) AS session_id",
                    "concat('user-', CAST(pmod(xxhash64(" + session + ", seed, 'user'), 1000) AS STRING)) AS user_id",
                    "element_at(array('view', 'view', 'view', 'view', 'search', 'search', 'add_to_cart', 'purchase'), CAST(1 + "
                            + roll("event", 8) + " AS INT)) AS event_type",
                    "element_at(array('/', '/search', '/lamps', '/chairs', '/tables', '/cart', '/checkout'), CAST(1 + "
                            + roll("page", 7) + " AS INT)) AS page",
                    "element_at(array('direct', 'search engine', 'newsletter', 'social'), CAST(1 + pmod(xxhash64("
                            + session + ", seed, 'referrer'), 4) AS INT)) AS referrer",
                    "element_at(array('phone', 'phone', 'desktop', 'tablet'), CAST(1 + pmod(xxhash64(" + session
                            + ", seed, 'device'), 4) AS INT)) AS device",
                    "at AS event_time");
        }
    };

    /** Expressions of the columns, with their names. */
    abstract List<String> columns();

    /** A number from 0 and below {@code sides} that depends on row, seed and {@code what} only. */
    private static String roll(String what, int sides) {
        return "pmod(xxhash64(n, seed, '" + what + "'), " + sides + ")";
    }
}
