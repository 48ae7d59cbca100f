package dev.tidewheel.engine;

import dev.tidewheel.engine.event.EventListener;
import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.model.event.UpdateCause;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * An update that somebody asks for.
 *
 * @param updateId unique
 * @param listener is shown every event, metrics included; may be slow or fail without harm
 * @param stopping becomes true when the update is to stop; asked between batches
 * @param continuous true if flows stay up until the update is stopped
 */
public record UpdateRequest(
        String updateId,
        Selection selection,
        UpdateCause cause,
        EventListener listener,
        BooleanSupplier stopping,
        boolean continuous) {

    /** An update of {@code selection} by a user, that nobody watches and nobody stops. */
    public static UpdateRequest of(Selection selection) {
        return new UpdateRequest(
                UUID.randomUUID().toString(), selection, UpdateCause.USER_ACTION, event -> {}, () -> false, false);
    }

    public UpdateRequest watchedBy(EventListener newListener) {
        return new UpdateRequest(updateId, selection, cause, newListener, stopping, continuous);
    }

    public UpdateRequest stoppedBy(BooleanSupplier newStopping) {
        return new UpdateRequest(updateId, selection, cause, listener, newStopping, continuous);
    }

    /** The same update, whose flows stay up until it is stopped if {@code wanted}. */
    public UpdateRequest continuously(boolean wanted) {
        return new UpdateRequest(updateId, selection, cause, listener, stopping, wanted);
    }
}
