package dev.tidewheel.connector.bus;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A stream by its Amazon Resource Name. */
record KinesisName(String region, String stream) {

    private static final Pattern NAME =
            Pattern.compile("arn:[^:]+:kinesis:([^:]+):[^:]*:stream/([^/]+)(?:/consumer/([^/:]+)(?::\\d+)?)?");

    /** @throws IllegalArgumentException if it is no such name */
    static KinesisName parse(String text) {
        Matcher parts = matcher(text);
        return new KinesisName(parts.group(1), parts.group(2));
    }

    /** The consumer's own name in its resource name. */
    static String consumer(String text) {
        String consumer = matcher(text).group(3);
        if (consumer == null) {
            throw new IllegalArgumentException("no consumer");
        }
        return consumer;
    }

    private static Matcher matcher(String text) {
        Matcher parts = NAME.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("no name of a stream");
        }
        return parts;
    }
}
