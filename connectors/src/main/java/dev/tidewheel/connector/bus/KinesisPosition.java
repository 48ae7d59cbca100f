package dev.tidewheel.connector.bus;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;

/** Where a stream begins at its first start, in the words of the data source. Stateless. */
final class KinesisPosition {

    private KinesisPosition() {}

    /** @throws RuntimeException if the text is no position */
    static String translate(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "latest" -> "LATEST";
            case "trim_horizon", "earliest" -> "TRIM_HORIZON";
            default -> "AT_TIMESTAMP " + time(Texts.object(text)).truncatedTo(ChronoUnit.SECONDS);
        };
    }

    private static Instant time(JsonNode position) {
        JsonNode time = position.get("at_timestamp");
        if (time == null) {
            throw new IllegalArgumentException("no at_timestamp");
        }
        JsonNode format = position.get("format");
        if (format == null) {
            return ZonedDateTime.parse(time.asText()).toInstant();
        }
        // names and offsets of zones are told apart here, but not by those who write the pattern
        String pattern = format.asText().replaceAll("Z+", "[zzz][XXX][XX]");
        TemporalAccessor parsed = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH)
                .parseBest(time.asText(), ZonedDateTime::from, LocalDateTime::from);
        return parsed instanceof ZonedDateTime zoned
                ? zoned.toInstant()
                : LocalDateTime.from(parsed).toInstant(ZoneOffset.UTC);
    }
}
