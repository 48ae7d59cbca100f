package dev.tidewheel.cli.output;

import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.unsafe.types.VariantVal;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/** A value of a row as people read it: times in UTC, nested values like Spark shows them, NULL for nothing. */
final class ValueText {
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
            .toFormatter(Locale.ROOT);

    private ValueText() {}

    static String of(@Nullable Object value) {
        if (value == null) {
            return "NULL";
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof byte[] bytes) {
            return HexFormat.of().withUpperCase().formatHex(bytes);
        }
        if (value instanceof Row row) {
            return row(row);
        }
        if (value instanceof scala.collection.Map<?, ?> map) {
            return map(CollectionConverters.asJava(map));
        }
        if (value instanceof scala.collection.Seq<?> sequence) {
            return list(CollectionConverters.asJava(sequence));
        }
        if (value instanceof VariantVal variant) {
            return variant.toJson(ZoneOffset.UTC);
        }
        String time = time(value);
        return time == null ? value.toString() : time;
    }

    /** The text of a date or time, null if the value is something else. */
    static @Nullable String time(Object value) {
        if (value instanceof Timestamp timestamp) {
            return TIME.format(timestamp.toInstant().atOffset(ZoneOffset.UTC));
        }
        if (value instanceof Instant instant) {
            return TIME.format(instant.atOffset(ZoneOffset.UTC));
        }
        if (value instanceof LocalDateTime dateTime) {
            return TIME.format(dateTime);
        }
        return value instanceof Date date ? date.toLocalDate().toString() : null;
    }

    private static String row(Row row) {
        List<String> fields = new ArrayList<>();
        String[] names = row.schema() == null ? new String[0] : row.schema().fieldNames();
        for (int i = 0; i < row.length(); i++) {
            String name = i < names.length ? names[i] + ": " : "";
            fields.add(name + of(row.get(i)));
        }
        return "{" + String.join(", ", fields) + "}";
    }

    private static String map(Map<?, ?> map) {
        List<String> entries = new ArrayList<>();
        map.forEach((key, value) -> entries.add(of(key) + " -> " + of(value)));
        return "{" + String.join(", ", entries) + "}";
    }

    private static String list(List<?> values) {
        return values.stream().map(ValueText::of).toList().toString();
    }
}
