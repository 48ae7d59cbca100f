package dev.tidewheel.engine.flow;

/**
 * How a flow ended that did not fail.
 *
 * @param batches commits made; 0 if there was nothing to do
 * @param reason why there was nothing to do, or why it ran
 */
public record FlowOutcome(int batches, long rows, String reason) {

    public static FlowOutcome noOp(String reason) {
        return new FlowOutcome(0, 0, reason);
    }

    public boolean isNoOp() {
        return batches == 0;
    }
}
