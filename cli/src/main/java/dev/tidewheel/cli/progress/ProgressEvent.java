package dev.tidewheel.cli.progress;

import java.time.Instant;
import java.util.Locale;
import java.util.Objects;

/** Something happened in an update that is worth showing. */
public sealed interface ProgressEvent {

    Instant at();

    /**
     * The update got to a state.
     *
     * @param state such as RUNNING
     * @param last true if nothing follows
     */
    record Update(Instant at, String id, String state, boolean last) implements ProgressEvent {
        public Update {
            Objects.requireNonNull(state, "state is null");
        }
    }

    /**
     * A flow got to a state or did some work.
     *
     * @param rows rows written since the last event of this flow
     * @param dropped rows dropped by expectations since the last event of this flow
     */
    record Flow(Instant at, String name, FlowState state, long rows, long dropped) implements ProgressEvent {
        public Flow {
            Objects.requireNonNull(name, "name is null");
            Objects.requireNonNull(state, "state is null");
        }
    }

    /** Something that the user should read. */
    record Notice(Instant at, String message) implements ProgressEvent {
        public Notice {
            Objects.requireNonNull(message, "message is null");
        }
    }

    /** Where a flow is. */
    enum FlowState {
        QUEUED(false),
        STARTING(false),
        RUNNING(false),
        COMPLETED(true),
        FAILED(true),
        SKIPPED(true),
        STOPPED(true),
        IDLE(false),
        EXCLUDED(true);

        private final boolean last;

        FlowState(boolean last) {
            this.last = last;
        }

        /** True if nothing follows. */
        public boolean isLast() {
            return last;
        }

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
