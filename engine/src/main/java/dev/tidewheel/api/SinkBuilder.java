package dev.tidewheel.api;

import java.util.Map;

/** A sink under declaration. */
public interface SinkBuilder {

    /** What is written to, such as {@code kafka} or {@code delta}. */
    SinkBuilder format(String format);

    /** An option of the format. */
    SinkBuilder option(String key, String value);

    /** Several options of the format. */
    SinkBuilder options(Map<String, String> options);
}
