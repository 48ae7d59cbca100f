package dev.tidewheel.connector.mqtt;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The position of a stream: how many messages were taken since its beginning. Stateless. */
final class MessageNumber {

    private static final Pattern POSITION = Pattern.compile("\\{\"messages\":(\\d+)}");

    private MessageNumber() {}

    static String toJson(long number) {
        return "{\"messages\":" + number + "}";
    }

    static long of(@Nullable String position) {
        if (position == null) {
            return 0;
        }
        Matcher parts = POSITION.matcher(position);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a position of an MQTT stream: " + position);
        }
        return Long.parseLong(parts.group(1));
    }
}
