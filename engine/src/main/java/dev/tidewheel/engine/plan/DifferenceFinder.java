package dev.tidewheel.engine.plan;

import dev.tidewheel.engine.change.Change;
import dev.tidewheel.engine.change.ChangeEffect;
import dev.tidewheel.engine.change.CheckpointFate;
import dev.tidewheel.engine.change.FlowChanges;
import dev.tidewheel.engine.change.FlowRecord;
import dev.tidewheel.engine.graph.FlowShape;
import dev.tidewheel.engine.graph.QueryLeaves;
import dev.tidewheel.engine.graph.ResolvedFlow;
import dev.tidewheel.engine.lake.TableSnapshot;
import dev.tidewheel.model.definition.FlowKind;
import dev.tidewheel.model.definition.MaterializedView;
import dev.tidewheel.model.definition.TableDefinition;
import dev.tidewheel.model.name.TableName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.StructField;

/** Finds what differs between a stored table and its definition, flow by flow. Reads only. Thread-safe. */
final class DifferenceFinder {

    private final InputAccess inputs;
    private final StreamCheckpoints checkpoints;

    DifferenceFinder(InputAccess inputs, StreamCheckpoints checkpoints) {
        this.inputs = inputs;
        this.checkpoints = checkpoints;
    }

    /** The changes of a table that does not begin anew. */
    List<Change> find(
            TableDefinition table,
            List<ResolvedFlow> flows,
            TableSnapshot stored,
            LayoutChanges layout,
            AcceptedFlows accepted,
            Set<TableName> restarting) {
        Optional<Change> kind = kind(table, stored);
        if (kind.isPresent()) {
            return List.of(kind.get());
        }
        if (table instanceof MaterializedView) {
            return view(flows, stored, layout);
        }
        List<Change> found = new ArrayList<>(layout.obstacles());
        found.addAll(layout.changes());
        Map<TableName, FlowProgress> known = FlowProgress.all(stored.domains());
        Map<TableName, FlowProgress> gone = gone(flows, known);
        boolean queryChanged = false;
        for (ResolvedFlow flow : flows) {
            FlowProgress progress = known.get(flow.name());
            if (progress == null) {
                if (!known.isEmpty()) {
                    found.add(begins(flow, gone, stored, accepted));
                }
            } else if (progress.hasWritten() && !restarting.contains(flow.name())) {
                List<Change> changes = changes(flow, progress, stored);
                queryChanged |= !changes.isEmpty();
                found.addAll(changes);
            }
        }
        gone.forEach((name, progress) -> found.add(new Change(
                ChangeEffect.FORWARD_ONLY,
                null,
                "the flow `" + name.name() + "` is no longer defined",
                "its rows stay",
                CheckpointFate.KEPT,
                List.of(),
                false)));
        if (queryChanged) {
            notGiven(flows, stored)
                    .forEach(column -> found.add(Change.forward(
                            "column " + column + " is not given any more", "it stays, and is NULL in new rows")));
        }
        return found;
    }

    /** A table that was made as the other kind keeps nothing that the new kind could go on with. */
    private static Optional<Change> kind(TableDefinition table, TableSnapshot stored) {
        TableKind wanted = TableKind.of(table);
        String found = stored.properties().get(LayoutBuilder.KIND);
        if (found == null || found.equals(wanted.name())) {
            return Optional.empty();
        }
        return Optional.of(Change.reset(
                "`" + table.name().name() + "` is stored as a "
                        + TableKind.valueOf(found).words() + " but defined as a " + wanted.words(),
                "the two keep different state, so one cannot become the other",
                "give the new dataset another name"));
    }

    private List<Change> view(List<ResolvedFlow> flows, TableSnapshot stored, LayoutChanges layout) {
        List<Change> found = new ArrayList<>();
        layout.obstacles().forEach(change -> found.add(Change.recompute(change.what())));
        layout.changes()
                .forEach(change ->
                        found.add(change.what().startsWith("add ") ? Change.recompute(change.what()) : change));
        for (ResolvedFlow flow : flows) {
            Optional<ViewProgress> before = ViewProgress.read(stored.domains());
            if (before.isEmpty() || before.get().fingerprint().equals(flow.fingerprint())) {
                continue;
            }
            Optional<FlowRecord> record = FlowRecord.read(stored.domains(), flow.name());
            FlowRecord now = FlowRecord.of(flow);
            if (record.isEmpty()) {
                found.add(Change.recompute("the definition changed"));
            } else if (!record.get().query().equals(now.query())) {
                found.add(Change.recompute("the query changed"));
            } else if (!record.get().rules().equals(now.rules())) {
                found.add(Change.recompute("expectations changed"));
            } else if (found.isEmpty()) {
                found.add(Change.recompute("the columns changed"));
            }
        }
        return found;
    }

    private List<Change> changes(ResolvedFlow flow, FlowProgress progress, TableSnapshot stored) {
        Optional<FlowRecord> record = FlowRecord.read(stored.domains(), flow.name());
        if (record.isPresent()) {
            return changes(flow, record.get(), progress, "");
        }
        boolean stateIsMissing = flow.shape() == FlowShape.STATEFUL
                && !checkpoints
                        .of(flow.target(), flow.name(), progress.generation())
                        .hasBegun();
        return stateIsMissing
                ? List.of(Change.reset(
                        flow.name(),
                        "the query of the flow `" + flow.name().name()
                                + "` keeps state now, and has none of the rows before",
                        "it has written without state so far, or its checkpoint was removed",
                        "undo the change"))
                : List.of();
    }

    /** The changes of a flow whose last definition is known. */
    List<Change> changes(ResolvedFlow flow, FlowRecord before, FlowProgress progress, String target) {
        FlowProgress now = inputs.known(flow, progress);
        Map<String, String> renamed = new HashMap<>();
        progress.positions().forEach((key, position) -> {
            if (!now.positions().containsKey(key)) {
                now.positions().forEach((other, same) -> {
                    if (same.equals(position) && !progress.positions().containsKey(other)) {
                        renamed.put(key, other);
                    }
                });
            }
        });
        return FlowChanges.of(flow, before, now.positions().keySet(), renamed, progress.done(), target);
    }

    private static Map<TableName, FlowProgress> gone(List<ResolvedFlow> flows, Map<TableName, FlowProgress> known) {
        Map<TableName, FlowProgress> gone = new TreeMap<>(known);
        flows.forEach(flow -> gone.remove(flow.name()));
        gone.values().removeIf(progress -> !progress.hasWritten());
        return gone;
    }

    /** A flow that the table does not know. If one that is gone has read the same, it may be the same with a new name. */
    private Change begins(
            ResolvedFlow flow, Map<TableName, FlowProgress> gone, TableSnapshot stored, AcceptedFlows accepted) {
        String name = flow.name().name();
        for (Map.Entry<TableName, FlowProgress> other : gone.entrySet()) {
            Optional<String> shared = shared(flow, other.getKey(), other.getValue(), stored);
            if (shared.isPresent()) {
                String former = other.getKey().name();
                Change reset = Change.reset(
                        flow.name(),
                        "the flow `" + name + "` is new, and `" + former + "`, which has read `" + shared.get()
                                + "`, too, is gone",
                        "the rows of `" + former + "` stay, and `" + name + "` would add those of its source once more",
                        "call the flow `" + former + "` again, and it goes on");
                return accepted.unlessAccepted(flow.name(), reset, "accept that both rows stay");
            }
        }
        return Change.forward(
                flow.name(), "the flow `" + name + "` is new", "other flows go on undisturbed", CheckpointFate.BEGINS);
    }

    private Optional<String> shared(ResolvedFlow flow, TableName former, FlowProgress progress, TableSnapshot stored) {
        if (flow.definition().kind() instanceof FlowKind.Once) {
            return FlowRecord.read(stored.domains(), former)
                    .filter(record -> record.query().equals(flow.queryFingerprint()))
                    .map(record -> record.sources().isEmpty()
                            ? "its rows"
                            : record.sources().get(0));
        }
        Set<String> read = inputs.known(flow, progress).positions().keySet();
        return QueryLeaves.streams(flow.query()).stream()
                .filter(input -> read.contains(input.key()))
                .map(input -> input.label())
                .findFirst();
    }

    private static List<String> notGiven(List<ResolvedFlow> flows, TableSnapshot stored) {
        Set<String> given = flows.stream()
                .flatMap(flow -> Arrays.stream(flow.schema().fieldNames()))
                .map(column -> column.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        return Arrays.stream(stored.schema().fields())
                .map(StructField::name)
                .filter(column -> !given.contains(column.toLowerCase(Locale.ROOT)))
                .toList();
    }
}
