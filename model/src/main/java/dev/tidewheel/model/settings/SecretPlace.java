package dev.tidewheel.model.settings;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where secrets are looked for. Immutable.
 *
 * @param place an absolute path; for a command its words
 * @param passwordVariable of a key store: the variable of the environment that holds its password; null otherwise
 */
public record SecretPlace(
        SecretPlace.Kind kind, String place, @Nullable String passwordVariable) {

    /** What the place is. */
    public enum Kind {
        /** A file for each secret, as in {@code scope/key}. */
        FOLDER,
        /** A file of lines such as {@code scope/key=value}. */
        FILE,
        /** A PKCS12 key store with entries called {@code scope/key}. */
        KEYSTORE,
        /** A command that prints the value. */
        COMMAND
    }

    public SecretPlace {
        Objects.requireNonNull(kind, "kind is null");
        Objects.requireNonNull(place, "place is null");
    }
}
