package dev.tidewheel.engine.flow;

/**
 * How a flow ended that did not fail.
 *
 * @param batches commits made; 0 if there was nothing to do
 * @param reason why there was nothing to do, or why it ran
 * @param stopped true if it was asked to stop; what it had committed by then stays
 */
public record FlowOutcome(int batches, long rows, String reason, boolean stopped) {

    FlowOutcome(int batches, long rows, String reason) {
        this(batches, rows, reason, false);
    }

    public static FlowOutcome noOp(String reason) {
        return new FlowOutcome(0, 0, reason);
    }

    static FlowOutcome stopped(int batches, long rows) {
        return new FlowOutcome(batches, rows, "the update was stopped", true);
    }

    public boolean isNoOp() {
        return batches == 0 && !stopped;
    }
}
