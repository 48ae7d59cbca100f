package dev.tidewheel.model.document;

import java.util.Objects;

/**
 * A key that a document may hold.
 *
 * @param name as written in the file
 * @param shape what its value looks like
 * @param description one sentence for the reader of the JSON schema
 * @param required whether the key has to be there
 */
public record Key(String name, Shape shape, String description, boolean required) {

    public Key {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(shape, "shape is null");
        Objects.requireNonNull(description, "description is null");
    }

    /** A key that may be left out. */
    public static Key optional(String name, Shape shape, String description) {
        return new Key(name, shape, description, false);
    }

    /** A key that has to be there. */
    public static Key required(String name, Shape shape, String description) {
        return new Key(name, shape, description, true);
    }
}
