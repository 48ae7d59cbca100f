package dev.tidewheel.engine;

import dev.tidewheel.engine.event.EventListener;
import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.model.event.UpdateCause;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * An update that somebody asks for.
 *
 * @param updateId unique
 * @param listener is shown every event, metrics included; may be slow or fail without harm
 * @param stopping becomes true when the update is to stop; asked between batches
 * @param continuous true if flows stay up until the update is stopped
 * @param retried true if the update is begun again, under another id, when it failed for reasons that may pass
 * @param tag of the jobs that Spark runs for it and for updates that follow it
 * @param acceptedResets tables, sinks and flows that may begin anew if their definition changed so that they have to
 */
public record UpdateRequest(
        String updateId,
        Selection selection,
        UpdateCause cause,
        EventListener listener,
        BooleanSupplier stopping,
        boolean continuous,
        boolean retried,
        String tag,
        List<String> acceptedResets) {

    public UpdateRequest {
        acceptedResets = List.copyOf(acceptedResets);
    }

    /** An update of {@code selection} by a user, that nobody watches and nobody stops, and that is not begun again. */
    public static UpdateRequest of(Selection selection) {
        String id = UUID.randomUUID().toString();
        return new UpdateRequest(
                id, selection, UpdateCause.USER_ACTION, event -> {}, () -> false, false, false, id, List.of());
    }

    public UpdateRequest watchedBy(EventListener newListener) {
        return new UpdateRequest(
                updateId, selection, cause, newListener, stopping, continuous, retried, tag, acceptedResets);
    }

    public UpdateRequest stoppedBy(BooleanSupplier newStopping) {
        return new UpdateRequest(
                updateId, selection, cause, listener, newStopping, continuous, retried, tag, acceptedResets);
    }

    /** The same update, whose flows stay up until it is stopped if {@code wanted}. */
    public UpdateRequest continuously(boolean wanted) {
        return new UpdateRequest(updateId, selection, cause, listener, stopping, wanted, retried, tag, acceptedResets);
    }

    /** The same update, which is begun again when it failed for reasons that may pass. */
    public UpdateRequest withRetries() {
        return new UpdateRequest(updateId, selection, cause, listener, stopping, continuous, true, tag, acceptedResets);
    }

    /** The same update, which may let these tables, sinks and flows begin anew where it has to. */
    public UpdateRequest accepting(List<String> names) {
        return new UpdateRequest(updateId, selection, cause, listener, stopping, continuous, retried, tag, names);
    }

    /** The update that follows this one, which failed, and does what is left of it. */
    UpdateRequest again(Selection rest) {
        return new UpdateRequest(
                UUID.randomUUID().toString(),
                rest,
                UpdateCause.RETRY_ON_FAILURE,
                listener,
                stopping,
                continuous,
                retried,
                tag,
                acceptedResets);
    }
}
