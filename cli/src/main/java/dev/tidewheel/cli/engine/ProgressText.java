package dev.tidewheel.cli.engine;

import dev.tidewheel.cli.progress.ProgressEvent;
import dev.tidewheel.model.event.EventDetails;
import dev.tidewheel.model.event.PipelineEvent;
import dev.tidewheel.model.settings.IgnoredField;
import java.time.Instant;
import java.util.Optional;

/** From events of the log to what a person watching a run wants to see. Stateless. */
final class ProgressText {

    private ProgressText() {}

    /**
     * Empty if the event is not for the screen.
     *
     * @param own the update that is shown; others only end, if their process has died
     */
    static Optional<ProgressEvent> of(PipelineEvent event, String own) {
        String id = event.origin().updateId();
        if (id != null && !id.equals(own)) {
            return Optional.of(new ProgressEvent.Notice(event.timestamp(), event.message()));
        }
        if (event.details() instanceof EventDetails.UpdateProgress update) {
            return Optional.of(new ProgressEvent.Update(
                    event.timestamp(),
                    id == null ? "" : id,
                    update.state().name(),
                    update.state().isTerminal()));
        }
        String flow = event.origin().flowName();
        if (event.details() instanceof EventDetails.FlowProgress progress && flow != null) {
            Long rows = progress.metrics() == null ? null : progress.metrics().outputRows();
            long dropped =
                    progress.dataQuality() == null ? 0 : progress.dataQuality().droppedRecords();
            return Optional.of(new ProgressEvent.Flow(
                    event.timestamp(),
                    flow,
                    ProgressEvent.FlowState.valueOf(progress.status().name()),
                    rows == null ? 0 : rows,
                    dropped));
        }
        if (event.details() instanceof EventDetails.Deprecation) {
            return Optional.of(new ProgressEvent.Notice(event.timestamp(), event.message()));
        }
        return Optional.empty();
    }

    /** The update does not end by itself. */
    static ProgressEvent continuous() {
        return new ProgressEvent.Notice(Instant.now(), "Runs until you press Ctrl-C.");
    }

    /** A field of the pipeline file that means nothing here. */
    static ProgressEvent ignored(IgnoredField field) {
        return new ProgressEvent.Notice(Instant.now(), "ignored: `" + field.key() + "`: " + field.reason());
    }
}
