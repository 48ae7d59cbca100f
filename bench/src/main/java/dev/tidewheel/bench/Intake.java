package dev.tidewheel.bench;

import java.nio.file.Path;

/** Where the rows of the ingestion benchmark come from, and what is done with them. */
enum Intake {
    /** JSON files → a bronze table → a silver table with a filter, casts and three rules. */
    FILES,
    /** Records of a Kafka topic → a table. */
    KAFKA;

    static final String TOPIC = "orders";

    /** What is selected for the silver table. */
    static final String SILVER =
            "order_id, customer_id, to_timestamp(ts) AS ts, try_cast(amount AS DECIMAL(12,2)) AS amount,"
                    + " status, channel, items, ref";

    static final String FILTER = "status <> 'cancelled'";

    /** The rules of the silver table; rows that break one are dropped. */
    static final String[] RULES = {
        "try_cast(amount AS DECIMAL(12,2)) IS NOT NULL", "items > 0", "customer_id IS NOT NULL"
    };

    static final String RECORD = "CAST(value AS STRING) AS value, topic, partition, offset, timestamp";

    /** The pipeline in SQL; {@code place} is a folder or the address of a broker. */
    String pipeline(String place) {
        if (this == KAFKA) {
            return "CREATE STREAMING TABLE records AS SELECT " + RECORD
                    + " FROM STREAM read_kafka(bootstrapServers => '" + place + "', subscribe => '" + TOPIC
                    + "', startingOffsets => 'earliest');";
        }
        return "CREATE STREAMING TABLE bronze AS SELECT * FROM STREAM read_files('" + place
                + "', format => 'json', schema => '" + OrderData.SCHEMA + "');\n"
                + "CREATE STREAMING TABLE silver (CONSTRAINT amount EXPECT (amount IS NOT NULL) ON VIOLATION DROP ROW,"
                + " CONSTRAINT items EXPECT (" + RULES[1] + ") ON VIOLATION DROP ROW,"
                + " CONSTRAINT customer EXPECT (" + RULES[2] + ") ON VIOLATION DROP ROW)"
                + " AS SELECT " + SILVER + " FROM STREAM bronze WHERE " + FILTER + ";";
    }

    /** The table whose rows are counted in the end. */
    String last() {
        return this == KAFKA ? "records" : "silver";
    }

    /** The folder of a table that the hand-written job fills. */
    static String table(Path work, String name) {
        return work.resolve("tables").resolve(name).toString();
    }
}
