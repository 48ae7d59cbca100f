package dev.tidewheel.engine.source.option;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import org.apache.spark.network.util.JavaUtils;

/** Turns the text of an option into a value; every method throws a runtime exception if the text is none. */
final class OptionValues {

    private OptionValues() {}

    /** A time with or without offset, or a day, which means its beginning. */
    static Instant instant(String text, ZoneId zone) {
        String value = text.strip().replace(' ', 'T');
        if (!value.contains("T")) {
            return LocalDate.parse(value).atStartOfDay(zone).toInstant();
        }
        try {
            return OffsetDateTime.parse(value).toInstant();
        } catch (DateTimeException withoutOffset) {
            return LocalDateTime.parse(value).atZone(zone).toInstant();
        }
    }

    /** Such as {@code 512m}; a plain number means bytes. */
    static long bytes(String text) {
        long bytes = JavaUtils.byteStringAsBytes(text.strip());
        if (bytes <= 0) {
            throw new NumberFormatException("not positive");
        }
        return bytes;
    }

    static int positive(String text) {
        int number = Integer.parseInt(text.strip());
        if (number <= 0) {
            throw new NumberFormatException("not positive");
        }
        return number;
    }

    static boolean flag(String text) {
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            return Boolean.parseBoolean(text);
        }
        throw new IllegalArgumentException("neither true nor false");
    }
}
