package dev.tidewheel.engine.change;

import dev.tidewheel.model.name.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One difference between what is stored and what is defined. Immutable.
 *
 * @param flow whose definition changed, null if it is the table's
 * @param what is different, in words
 * @param outcome what that means for rows and progress, in words; empty if there is nothing to say
 * @param waysOut what one can do instead of a reset, each in words; empty if no reset is needed
 * @param waivable true if the flow may go on without a reset when somebody accepts it by the flow's own name
 */
public record Change(
        ChangeEffect effect,
        @Nullable TableName flow,
        String what,
        String outcome,
        CheckpointFate checkpoint,
        List<String> waysOut,
        boolean waivable) {

    public Change {
        Objects.requireNonNull(what, "what is null");
        waysOut = List.copyOf(waysOut);
    }

    /** A change of the table's that touches no row. */
    public static Change metadata(String what) {
        return new Change(ChangeEffect.METADATA_ONLY, null, what, "", CheckpointFate.NOT_CONCERNED, List.of(), false);
    }

    /** A change of the table's that later rows follow. */
    public static Change forward(String what, String outcome) {
        return new Change(
                ChangeEffect.FORWARD_ONLY, null, what, outcome, CheckpointFate.NOT_CONCERNED, List.of(), false);
    }

    /** A change of a flow that later rows follow. */
    public static Change forward(TableName flow, String what, String outcome, CheckpointFate checkpoint) {
        return new Change(ChangeEffect.FORWARD_ONLY, flow, what, outcome, checkpoint, List.of(), false);
    }

    /** A change for which a view is computed anew. */
    public static Change recompute(String what) {
        return new Change(ChangeEffect.RECOMPUTE, null, what, "", CheckpointFate.NOT_CONCERNED, List.of(), false);
    }

    /** A change of the table's that what is stored cannot follow. */
    public static Change reset(String what, String why, String... waysOut) {
        return new Change(
                ChangeEffect.RESET_NEEDED, null, what, why, CheckpointFate.NOT_CONCERNED, List.of(waysOut), false);
    }

    /** A change of a flow that its checkpoint cannot follow. */
    public static Change reset(TableName flow, String what, String why, String... waysOut) {
        return new Change(
                ChangeEffect.RESET_NEEDED, flow, what, why, CheckpointFate.CANNOT_GO_ON, List.of(waysOut), false);
    }

    /** The same, with one more way out. */
    public Change or(String wayOut) {
        List<String> ways = new ArrayList<>(waysOut);
        ways.add(wayOut);
        return new Change(effect, flow, what, outcome, checkpoint, ways, waivable);
    }

    /** The same, which the flow may also do without a reset if somebody accepts that. */
    public Change unlessAccepted(CheckpointFate fate) {
        return new Change(effect, flow, what, outcome, fate, waysOut, true);
    }

    /** The same, accepted: the flow begins, and the rows that are stored stay. */
    public Change waived() {
        return new Change(ChangeEffect.FORWARD_ONLY, flow, what, outcome, checkpoint, List.of(), false);
    }

    /** True if it is refused until somebody accepts it. */
    public boolean needsReset() {
        return effect == ChangeEffect.RESET_NEEDED;
    }

    /** In one line, such as {@code comment}. */
    public String words() {
        String fate = checkpoint.words();
        return what + (outcome.isEmpty() ? "" : ": " + outcome) + (fate.isEmpty() ? "" : "; " + fate);
    }
}
