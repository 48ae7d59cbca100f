package dev.tidewheel.model.settings;

import dev.tidewheel.model.text.SourceLocation;
import java.util.Objects;

/**
 * A setting of the platform that has no meaning here, to be told to the user once.
 *
 * @param key the key as written
 * @param reason why it is ignored, one sentence without a full stop
 * @param location where it stands
 */
public record IgnoredField(String key, String reason, SourceLocation location) {
    public IgnoredField {
        Objects.requireNonNull(key, "key is null");
        Objects.requireNonNull(reason, "reason is null");
        Objects.requireNonNull(location, "location is null");
    }
}
