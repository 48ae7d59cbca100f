package dev.tidewheel.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which events.
 *
 * @param update id of an update or the beginning of one, null for all
 * @param minimumLevel lowest level to be shown: METRICS, INFO, WARN or ERROR
 * @param follow true to wait for more
 */
public record EventsRequest(SpecRequest pipeline, @Nullable String update, String minimumLevel, boolean follow) {

    public Optional<String> updateId() {
        return Optional.ofNullable(update);
    }
}
