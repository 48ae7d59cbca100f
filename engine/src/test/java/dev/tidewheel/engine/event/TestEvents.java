package dev.tidewheel.engine.event;

import dev.tidewheel.model.event.EventDetails;
import dev.tidewheel.model.event.EventDraft;
import dev.tidewheel.model.event.EventLevel;
import dev.tidewheel.model.event.MaturityLevel;
import dev.tidewheel.model.event.Origin;
import dev.tidewheel.model.event.UpdateCause;
import dev.tidewheel.model.event.UpdateState;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** Events and engines that several tests use. */
final class TestEvents {
    static final Origin PIPELINE = Origin.ofPipeline("p1", "shop", "box");

    private TestEvents() {}

    static Engine engine() {
        return DefaultEngine.create(new Configuration());
    }

    static EventDraft note(String message) {
        return note(EventLevel.INFO, message);
    }

    static EventDraft note(EventLevel level, String message) {
        return new EventDraft(
                PIPELINE.forUpdate("u1", "r1"),
                message,
                level,
                MaturityLevel.STABLE,
                null,
                new EventDetails.UserAction("START", "ann", null));
    }

    static EventDraft created(String updateId) {
        return new EventDraft(
                PIPELINE.forUpdate(updateId, "r"),
                "created",
                EventLevel.INFO,
                MaturityLevel.STABLE,
                null,
                new EventDetails.CreateUpdate(
                        updateId, UpdateCause.USER_ACTION, false, false, List.of(), List.of(), "ann", "{}"));
    }

    static EventDraft state(Origin origin, UpdateState state) {
        return new EventDraft(
                origin,
                state.name(),
                EventLevel.INFO,
                MaturityLevel.STABLE,
                null,
                new EventDetails.UpdateProgress(state, null, List.of()));
    }
}
