package dev.tidewheel.engine.event;

import dev.tidewheel.model.event.Origin;
import dev.tidewheel.model.event.UpdateState;
import java.time.Instant;
import java.util.Objects;

/**
 * An update whose process went away before it could say how the update ended.
 *
 * @param origin of its events; names the update
 * @param state the last one that it told
 * @param lastSeen time of its last event about its state
 */
public record UnfinishedUpdate(Origin origin, UpdateState state, Instant lastSeen) {

    public UnfinishedUpdate {
        Objects.requireNonNull(origin, "origin is null");
        Objects.requireNonNull(state, "state is null");
        Objects.requireNonNull(lastSeen, "lastSeen is null");
    }
}
