package dev.tidewheel.connector.mqtt;

import java.io.Serializable;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of the buffer; its name says which messages it holds, counted from the first one of the flow.
 *
 * @param first number of its first message
 */
record Segment(long first, int count, long bytes) implements Serializable {

    static final Comparator<Segment> BY_NUMBER = Comparator.comparingLong(Segment::first);

    private static final Pattern NAME = Pattern.compile("(\\d{19})-(\\d+)\\.messages");

    String name() {
        return String.format("%019d-%d.messages", first, count);
    }

    /** The number after that of its last message. */
    long end() {
        return first + count;
    }

    /** Empty if a file is something else, such as one that was not finished. */
    static Optional<Segment> of(String name, long bytes) {
        Matcher parts = NAME.matcher(name);
        return parts.matches()
                ? Optional.of(new Segment(Long.parseLong(parts.group(1)), Integer.parseInt(parts.group(2)), bytes))
                : Optional.empty();
    }
}
