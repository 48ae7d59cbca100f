package dev.tidewheel.engine.plan;

import dev.tidewheel.engine.graph.ResolvedDataset;
import dev.tidewheel.engine.lake.Lake;
import dev.tidewheel.engine.lake.TableLayout;
import dev.tidewheel.engine.lake.TableSnapshot;
import dev.tidewheel.model.definition.StreamingTable;
import dev.tidewheel.model.definition.TableDefinition;
import dev.tidewheel.model.name.TableName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done with one table and its flows.
 *
 * @param path of the table's folder
 * @param stored what the flows go on from; null if it does not exist yet
 * @param layout as the definition wants it
 * @param differences between what is stored and the definition; none if the table begins anew
 * @param continued folder below the table's own in which a full refresh that has begun collects rows; {@code stored} and
 *     {@code action} are about the table there. Null if there is none
 */
public record TablePlan(
        TableDefinition definition,
        ResolvedDataset dataset,
        String path,
        @Nullable TableSnapshot stored,
        TableLayout layout,
        TableAction action,
        List<FlowPlan> flows,
        Differences differences,
        @Nullable String continued) {

    public TablePlan {
        flows = List.copyOf(flows);
    }

    public TableName name() {
        return definition.name();
    }

    TablePlan with(Differences others) {
        return new TablePlan(definition, dataset, path, stored, layout, action, flows, others, continued);
    }

    /** The same, of which nothing is done. */
    TablePlan refused() {
        String reason = Selection.mayReset(definition)
                ? "refused until its reset is accepted"
                : "refused: " + Selection.RESET_ALLOWED + " keeps the table from beginning anew";
        List<FlowPlan> idle = flows.stream()
                .map(flow -> new FlowPlan(flow.flow(), FlowDecision.EXCLUDED, flow.technique(), reason))
                .toList();
        return new TablePlan(
                definition, dataset, path, stored, layout, new TableAction.NeedsReset(), idle, differences, continued);
    }

    /**
     * The folder below the table's own in which the new rows of a full refresh are collected, so that readers never see
     * some of them only: all come into the table with one commit. Empty if the flows write into the table itself.
     */
    public Optional<String> aside() {
        if (continued != null) {
            return Optional.of(continued);
        }
        boolean filledInSteps = definition instanceof StreamingTable && !flows.isEmpty();
        return action instanceof TableAction.Reset && stored != null && filledInSteps
                ? Optional.of(aside(FlowProgress.generation(stored.domains()) + 1))
                : Optional.empty();
    }

    /** The folder for the rows of a generation. */
    public static String aside(int generation) {
        return "refresh-" + generation;
    }

    /** Where the flows write. */
    public String writePath() {
        return aside().map(folder -> path + "/" + folder).orElse(path);
    }

    /** The layout of what the flows write: that of the table, with what somebody has told Delta about it. */
    public TableLayout writtenLayout() {
        return stored != null && continued == null && aside().isPresent() ? Lake.likeStored(stored, layout) : layout;
    }

    /** Progress, to be stored with a full refresh, of flows that wrote to the table and are no longer defined. */
    public Map<String, String> progressOfOthers() {
        Set<TableName> defined = flows.stream().map(flow -> flow.flow().name()).collect(Collectors.toSet());
        return stored == null ? Map.of() : FlowProgress.resetOthers(stored.domains(), defined);
    }

    public boolean excluded() {
        return !flows.isEmpty() && flows.stream().allMatch(flow -> flow.decision() == FlowDecision.EXCLUDED);
    }
}
