package dev.tidewheel.engine.event;

import dev.tidewheel.model.event.EventDetails;
import dev.tidewheel.model.event.PipelineEvent;
import dev.tidewheel.model.event.UpdateState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Follows events to know which updates have begun and not ended. Not safe for use by several threads. */
final class OpenUpdates {
    private final Map<String, UnfinishedUpdate> open = new LinkedHashMap<>();

    void inherit(List<UnfinishedUpdate> updates) {
        updates.forEach(update -> open.put(String.valueOf(update.origin().updateId()), update));
    }

    void observe(PipelineEvent event) {
        String updateId = event.origin().updateId();
        if (updateId == null) {
            return;
        }
        if (event.details() instanceof EventDetails.CreateUpdate) {
            open.put(updateId, new UnfinishedUpdate(event.origin(), UpdateState.QUEUED, event.timestamp()));
        } else if (event.details() instanceof EventDetails.UpdateProgress progress) {
            if (progress.state().isTerminal()) {
                open.remove(updateId);
            } else {
                open.put(updateId, new UnfinishedUpdate(event.origin(), progress.state(), event.timestamp()));
            }
        }
    }

    List<UnfinishedUpdate> list() {
        return List.copyOf(open.values());
    }
}
