package dev.tidewheel.engine.state;

import java.util.Objects;

/**
 * One version of a document.
 *
 * @param version from 0
 * @param json its text
 */
public record StateDocument(long version, String json) {

    public StateDocument {
        if (version < 0) {
            throw new IllegalArgumentException("version is negative");
        }
        Objects.requireNonNull(json, "json is null");
    }
}
