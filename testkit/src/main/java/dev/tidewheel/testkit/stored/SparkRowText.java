package dev.tidewheel.testkit.stored;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.StringJoiner;
import org.apache.spark.sql.Row;

/** Rows of Spark as the texts that {@link TableContent} has for the same rows. Stateless. */
public final class SparkRowText {

    private SparkRowText() {}

    /** @param row of a session that gives instants and local dates */
    public static String of(Row row) {
        StringJoiner fields = new StringJoiner(" | ");
        for (int i = 0; i < row.length(); i++) {
            fields.add(row.isNullAt(i) ? "NULL" : text(row.get(i)));
        }
        return fields.toString();
    }

    private static String text(Object value) {
        if (value instanceof String text) {
            return RowText.quoted(text);
        } else if (value instanceof Instant instant) {
            return String.valueOf(ChronoUnit.MICROS.between(Instant.EPOCH, instant));
        } else if (value instanceof LocalDate date) {
            return String.valueOf(date.toEpochDay());
        } else if (value instanceof BigDecimal number) {
            return number.toPlainString();
        } else if (value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        throw new IllegalArgumentException("a type without text: " + value.getClass());
    }
}
