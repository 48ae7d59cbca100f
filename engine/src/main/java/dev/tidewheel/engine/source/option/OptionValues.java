package dev.tidewheel.engine.source.option;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import org.apache.spark.network.util.JavaUtils;
import org.apache.spark.sql.catalyst.util.IntervalUtils;
import org.apache.spark.unsafe.types.CalendarInterval;
import org.apache.spark.unsafe.types.UTF8String;

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

    /** Such as {@code 14 days}, {@code 36h} or {@code INTERVAL 90 DAYS}; positive. */
    static Duration duration(String text) {
        CalendarInterval interval = IntervalUtils.stringToInterval(UTF8String.fromString(text.strip()
                .replaceAll("(?i)([0-9])\\s*d$", "$1 days")
                .replaceAll("(?i)([0-9])\\s*h$", "$1 hours")
                .replaceAll("(?i)([0-9])\\s*m$", "$1 minutes")));
        Duration duration =
                Duration.ofDays(interval.months * 31L + interval.days).plusNanos(interval.microseconds * 1000);
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("not positive");
        }
        return duration;
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
