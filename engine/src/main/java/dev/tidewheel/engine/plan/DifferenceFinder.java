package dev.tidewheel.engine.plan;

import dev.tidewheel.engine.change.Change;
import dev.tidewheel.engine.change.ChangeEffect;
import dev.tidewheel.engine.change.CheckpointFate;
import dev.tidewheel.engine.change.FlowChanges;
import dev.tidewheel.engine.change.FlowRecord;
import dev.tidewheel.engine.graph.FlowShape;
import dev.tidewheel.engine.graph.ResolvedFlow;
import dev.tidewheel.engine.lake.TableSnapshot;
import dev.tidewheel.model.definition.MaterializedView;
import dev.tidewheel.model.definition.TableDefinition;
import dev.tidewheel.model.name.TableName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.StructField;

/** Finds what differs between a stored table and its definition, flow by flow. Reads only. Thread-safe. */
final class DifferenceFinder {

    private static final String BOTH_STAY = "accept that both rows stay";

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
        FormerReads former = FormerReads.of(flows, stored, inputs);
        boolean queryChanged = false;
        for (ResolvedFlow flow : flows) {
            FlowProgress progress = known.get(flow.name());
            if (progress == null) {
                if (!known.isEmpty()) {
                    found.add(begins(flow, former, accepted));
                }
            } else if (restarting.contains(flow.name())) {
                continue;
            } else if (progress.hasWritten()) {
                List<Change> changes = changes(flow, progress, stored, former, accepted);
                queryChanged |= !changes.isEmpty();
                found.addAll(changes);
            } else if (!isReset(flow, stored)) {
                again(flow, former, accepted).ifPresent(found::add);
            }
        }
        former.gone()
                .forEach(name -> found.add(new Change(
                        ChangeEffect.FORWARD_ONLY,
                        null,
                        "the flow `" + name.name() + "` is no longer defined",
                        "its rows stay",
                        CheckpointFate.KEPT,
                        List.of(),
                        false)));
        if (queryChanged || flows.stream().anyMatch(flow -> isAnother(flow, stored))) {
            kept(flows, stored)
                    .forEach(part -> found.add(Change.forward(
                            "column " + part.path() + " keeps its type "
                                    + part.stored().sql(),
                            "it holds all values of " + part.given().sql())));
        }
        if (queryChanged) {
            notGiven(flows, stored)
                    .forEach(column -> found.add(Change.forward(
                            "column " + column + " is not given any more", "it stays, and is NULL in new rows")));
        }
        return found;
    }

    /** True if the definition of a flow, the declared columns of its table included, is not the one that it has written with. */
    private static boolean isAnother(ResolvedFlow flow, TableSnapshot stored) {
        return FlowRecord.read(stored.domains(), flow.name())
                .filter(record -> record.fingerprint().equals(flow.fingerprint()))
                .isEmpty();
    }

    /** True if a flow has no rows because its checkpoint was reset: what it was is still known. */
    private static boolean isReset(ResolvedFlow flow, TableSnapshot stored) {
        return !stored.domains()
                .getOrDefault(FlowRecord.domain(flow.name()), "")
                .isEmpty();
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

    /** The changes of a flow that has written, with what it begins to read and another flow has read before. */
    private List<Change> changes(
            ResolvedFlow flow,
            FlowProgress progress,
            TableSnapshot stored,
            FormerReads former,
            AcceptedFlows accepted) {
        List<Change> changes = changes(flow, progress, stored);
        Optional<FlowRecord> before = FlowRecord.read(stored.domains(), flow.name());
        if (changes.isEmpty() || before.isEmpty() || changes.stream().anyMatch(Change::needsReset)) {
            return changes;
        }
        Set<String> known =
                new HashSet<>(inputs.known(flow, progress).positions().keySet());
        known.addAll(before.get().sources());
        Optional<Change> doubled = former.of(flow, key -> !known.contains(key)).map(found -> {
            String other = found.flow().name();
            Change reset = Change.reset(
                    flow.name(),
                    "the flow `" + flow.name().name() + "` reads `" + found.source() + "` now, and `" + other
                            + "`, which has read it, too, " + found.why(),
                    "the rows of `" + other + "` stay, and `" + flow.name().name()
                            + "` would add those of the source once more",
                    "leave the source to `" + other + "`, and it goes on");
            return accepted.unlessAccepted(flow.name(), reset, BOTH_STAY, CheckpointFate.GOES_ON);
        });
        if (doubled.filter(Change::needsReset).isPresent()) {
            return List.of(doubled.get());
        }
        List<Change> all = new ArrayList<>(changes);
        doubled.ifPresent(all::add);
        return all;
    }

    /** A flow that the table does not know. */
    private static Change begins(ResolvedFlow flow, FormerReads former, AcceptedFlows accepted) {
        return again(flow, former, accepted)
                .orElseGet(() -> Change.forward(
                        flow.name(),
                        "the flow `" + flow.name().name() + "` is new",
                        "other flows go on undisturbed",
                        CheckpointFate.BEGINS));
    }

    /** A flow without rows. If one that is gone has read the same, it may be the same with a new name. */
    private static Optional<Change> again(ResolvedFlow flow, FormerReads former, AcceptedFlows accepted) {
        String name = flow.name().name();
        return former.of(flow, key -> true).map(found -> {
            String other = found.flow().name();
            Change reset = Change.reset(
                    flow.name(),
                    "the flow `" + name + "` is new, and `" + other + "`, which has read `" + found.source()
                            + "`, too, " + found.why(),
                    "the rows of `" + other + "` stay, and `" + name + "` would add those of its source once more",
                    found.isGone()
                            ? "call the flow `" + other + "` again, and it goes on"
                            : "leave the source to `" + other + "`, and it goes on");
            return accepted.unlessAccepted(flow.name(), reset, BOTH_STAY, CheckpointFate.BEGINS);
        });
    }

    /** Parts of stored columns that hold what the flows give, none of which gives the stored type. */
    private static List<ColumnFit.Part> kept(List<ResolvedFlow> flows, TableSnapshot stored) {
        List<ColumnFit.Part> kept = new ArrayList<>();
        for (StructField field : stored.schema().fields()) {
            List<List<ColumnFit.Part>> each = flows.stream()
                    .flatMap(flow -> Arrays.stream(flow.schema().fields()))
                    .filter(given -> given.name().equalsIgnoreCase(field.name()))
                    .map(given -> ColumnFit.of(field, given).kept())
                    .toList();
            if (!each.isEmpty()) {
                each.get(0).stream()
                        .filter(part -> each.stream()
                                .allMatch(other -> other.stream()
                                        .anyMatch(same -> same.path().equals(part.path()))))
                        .forEach(kept::add);
            }
        }
        return kept;
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
