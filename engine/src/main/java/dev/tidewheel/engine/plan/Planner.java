package dev.tidewheel.engine.plan;

import dev.tidewheel.engine.change.Change;
import dev.tidewheel.engine.graph.DataflowGraph;
import dev.tidewheel.engine.graph.FlowShape;
import dev.tidewheel.engine.graph.LeafInput;
import dev.tidewheel.engine.graph.ResolvedDataset;
import dev.tidewheel.engine.graph.ResolvedFlow;
import dev.tidewheel.engine.lake.Lake;
import dev.tidewheel.engine.lake.StoredViews;
import dev.tidewheel.engine.lake.TableLayout;
import dev.tidewheel.engine.lake.TableSnapshot;
import dev.tidewheel.model.definition.FlowKind;
import dev.tidewheel.model.definition.MaterializedView;
import dev.tidewheel.model.definition.StreamingTable;
import dev.tidewheel.model.definition.TableDefinition;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.name.NameScope;
import dev.tidewheel.model.name.TableName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the plan of an update: compares the graph with what is stored. Reads only. Thread-safe. */
public final class Planner {

    /** Why a flow runs whose checkpoint is reset. */
    public static final String CHECKPOINT_RESET =
            "its checkpoint is reset: it reads its source from the beginning again; rows that are there stay, so that"
                    + " they can be there twice";

    private final Lake lake;
    private final StorageLayout storage;
    private final InputAccess inputs;
    private final StreamCheckpoints checkpoints;
    private final FormerPlaces former;
    private final Owner owner;
    private final NameScope scope;
    private final ViewPlanner views;
    private final AppendPlanner appends;
    private final SinkPlanner sinks;
    private final DifferenceFinder differences;

    public Planner(
            Lake lake,
            StoredViews views,
            StorageLayout storage,
            InputAccess inputs,
            StreamCheckpoints checkpoints,
            FormerPlaces former,
            Owner owner,
            NameScope scope) {
        this.views = new ViewPlanner(lake, views, storage, owner);
        this.appends = new AppendPlanner(inputs);
        this.differences = new DifferenceFinder(inputs, checkpoints);
        this.sinks = new SinkPlanner(appends, checkpoints, differences);
        this.lake = lake;
        this.storage = storage;
        this.inputs = inputs;
        this.checkpoints = checkpoints;
        this.former = former;
        this.owner = owner;
        this.scope = scope;
    }

    /**
     * The plan of an update of {@code selection}. What needs a reset is in it, see {@link UpdatePlan#needingReset}.
     *
     * @param stored tables of this pipeline that exist, for finding inactive ones
     * @param accepted names of flows that may add rows of what others have read before; others have no effect
     * @throws PipelineException with everything that hinders it and that a reset would not mend
     */
    public UpdatePlan plan(DataflowGraph graph, Selection selection, List<TableName> stored, Set<TableName> accepted) {
        Selection.Resolved selected = selection.resolve(graph, scope);
        AcceptedFlows flows = AcceptedFlows.of(graph, accepted);
        List<Problem> problems = new ArrayList<>();
        List<TablePlan> tables = new ArrayList<>();
        Set<TableName> changing = new HashSet<>();
        for (ResolvedDataset dataset : graph.datasets().values()) {
            if (dataset.definition() instanceof TableDefinition table) {
                try {
                    tables.add(table(graph, dataset, table, selected, changing, flows));
                } catch (PipelineException e) {
                    problems.addAll(e.problems());
                }
            }
        }
        List<ViewPlan> published = views.plan(graph, problems);
        if (!problems.isEmpty()) {
            throw new PipelineException(problems);
        }
        List<TableName> inactive = stored.stream()
                .filter(name -> graph.dataset(name).map(ResolvedDataset::isView).orElse(true))
                .sorted()
                .toList();
        Refusals refusals = new Refusals();
        List<TablePlan> checked = refusals.tables(tables);
        List<SinkPlan> given = refusals.sinks(sinks.plan(graph, selected, changing, flows));
        return new UpdatePlan(
                graph, checked, given, published, inactive, Refusals.problems(checked, given, lake, scope));
    }

    /** The same plan, which says how much is touched by what changed, and what depends on it. */
    public UpdatePlan measured(UpdatePlan plan) {
        return Refusals.measured(plan, lake);
    }

    /**
     * Checks that an update could bring every table to its definition, without looking for new data.
     *
     * @throws PipelineException with every change that cannot be made in place
     */
    public void check(DataflowGraph graph) {
        Selection.Resolved all = Selection.ALL.resolve(graph, scope);
        List<Problem> problems = new ArrayList<>();
        List<TablePlan> tables = new ArrayList<>();
        for (ResolvedDataset dataset : graph.datasets().values()) {
            if (dataset.definition() instanceof TableDefinition table) {
                try {
                    tables.add(target(graph, dataset, table, all, AcceptedFlows.none(graph))
                            .plan(table, dataset, List.of(), null));
                } catch (PipelineException e) {
                    problems.addAll(e.problems());
                }
            }
        }
        views.plan(graph, problems);
        problems.addAll(Refusals.problems(tables, List.of(), lake, scope));
        if (!problems.isEmpty()) {
            throw new PipelineException(problems);
        }
    }

    /** A table as it is and as it is to be. */
    private record Target(
            String path,
            @Nullable TableSnapshot stored,
            TableLayout layout,
            TableAction action,
            Differences differences) {

        TablePlan plan(
                TableDefinition table, ResolvedDataset dataset, List<FlowPlan> flows, @Nullable String continued) {
            return new TablePlan(table, dataset, path, stored, layout, action, flows, differences, continued);
        }

        /** With a commit that only writes down what nobody waits for. */
        Target evolvingQuietly() {
            return new Target(path, stored, layout, new TableAction.Evolve(List.of(), layout), differences);
        }
    }

    private Target target(
            DataflowGraph graph,
            ResolvedDataset dataset,
            TableDefinition table,
            Selection.Resolved selected,
            AcceptedFlows accepted) {
        String path = storage.table(table.name());
        @Nullable String continued = selected.continued().get(table.name());
        @Nullable
        TableSnapshot stored =
                lake.snapshot(continued == null ? path : path + "/" + continued).orElse(null);
        boolean reset = reset(table, selected);
        if (stored == null) {
            TableLayout layout = LayoutBuilder.build(dataset, null, owner);
            Differences found = reset
                    ? Differences.NONE
                    : Differences.of(former.moved(table, owner).stream().toList());
            return new Target(path, null, layout, new TableAction.Create(), found);
        }
        checkOwner(table, stored);
        TableLayout layout = LayoutBuilder.build(dataset, reset ? null : stored, owner);
        if (reset) {
            return new Target(path, stored, layout, new TableAction.Reset(), Differences.NONE);
        }
        List<ResolvedFlow> flows = graph.flowsInto(table.name());
        LayoutChanges changes = LayoutChanges.between(table, flows, stored, layout);
        Differences found =
                Differences.of(differences.find(table, flows, stored, changes, accepted, selected.checkpoints()));
        return new Target(path, stored, layout, action(table, layout, changes), found);
    }

    private TablePlan table(
            DataflowGraph graph,
            ResolvedDataset dataset,
            TableDefinition table,
            Selection.Resolved selected,
            Set<TableName> changing,
            AcceptedFlows accepted) {
        boolean isSelected = selected.selected().contains(table.name());
        Target target = target(graph, dataset, table, selected, accepted);
        @Nullable TableSnapshot stored = target.stored();
        TableAction action = target.action();
        if (action instanceof TableAction.Evolve) {
            changing.add(table.name());
        }
        List<FlowPlan> flows = new ArrayList<>();
        for (ResolvedFlow flow : graph.flowsInto(table.name())) {
            FlowPlan planned = isSelected
                    ? decide(flow, stored, action, selected, changing)
                    : new FlowPlan(flow, FlowDecision.EXCLUDED, technique(flow), "not selected");
            flows.add(planned);
            if (planned.decision() == FlowDecision.RUN || planned.decision() == FlowDecision.RUN_IF_UPSTREAM_CHANGES) {
                changing.add(table.name());
            }
        }
        boolean unnamed = action instanceof TableAction.Keep
                && table instanceof StreamingTable
                && stored != null
                && !owner.isNamedIn(stored.properties())
                && flows.stream().anyMatch(flow -> flow.decision() == FlowDecision.RUN);
        return (unnamed ? target.evolvingQuietly() : target)
                .plan(table, dataset, flows, selected.continued().get(table.name()));
    }

    private static boolean reset(TableDefinition table, Selection.Resolved selected) {
        if (!selected.reset().contains(table.name())) {
            return false;
        }
        boolean allowed = Selection.mayReset(table);
        if (!allowed && selected.resetByName().contains(table.name())) {
            throw new PipelineException(
                    Problem.of(ErrorCode.SELECTION_INVALID, "`" + table.name().name() + "` must not be fully refreshed")
                            .because("its property " + Selection.RESET_ALLOWED + " is false")
                            .remedy("leave it out, or change the property if its source still has all the data")
                            .at(table.location())
                            .in(table.name().toString()));
        }
        return allowed;
    }

    private void checkOwner(TableDefinition table, TableSnapshot stored) {
        if (!owner.owns(stored.properties())) {
            throw new PipelineException(Problem.of(
                            ErrorCode.TABLE_OWNED_BY_ANOTHER_PIPELINE,
                            Owner.words("the table `" + table.name() + "`", stored.properties()))
                    .because("a table is written by one pipeline only")
                    .remedy(Owner.fix(stored.properties(), stored.path()))
                    .at(table.location())
                    .in(table.name().toString()));
        }
    }

    private static TableAction action(TableDefinition table, TableLayout layout, LayoutChanges changes) {
        // A view whose columns changed is replaced as a whole when it is computed, which its fingerprint makes happen:
        // columns without their values are never shown.
        boolean replaced = table instanceof MaterializedView
                && (changes.addsColumns() || !changes.obstacles().isEmpty());
        return changes.changes().isEmpty() || replaced
                ? new TableAction.Keep()
                : new TableAction.Evolve(
                        changes.changes().stream().map(Change::what).toList(), layout);
    }

    private FlowPlan decide(
            ResolvedFlow flow,
            @Nullable TableSnapshot stored,
            TableAction action,
            Selection.Resolved selected,
            Set<TableName> changing) {
        String technique = technique(flow);
        if (stored == null) {
            return new FlowPlan(flow, FlowDecision.RUN, technique, "the table does not exist yet");
        }
        if (action instanceof TableAction.Reset) {
            return new FlowPlan(flow, FlowDecision.RUN, technique, "full refresh");
        }
        if (selected.continued().containsKey(flow.target())) {
            return new FlowPlan(flow, FlowDecision.RUN, technique, "full refresh, which has begun and goes on");
        }
        if (selected.checkpoints().contains(flow.name())) {
            return new FlowPlan(flow, FlowDecision.RUN, technique, CHECKPOINT_RESET);
        }
        Optional<String> reason = flow.definition().kind() instanceof FlowKind.Refresh
                ? refreshReason(flow, stored)
                : appends.reason(
                        flow, FlowProgress.read(stored.domains(), flow.name()), progress -> cutShort(flow, progress));
        return reason.map(why -> new FlowPlan(flow, FlowDecision.RUN, technique, why))
                .orElseGet(() -> unlessUpstreamChanges(flow, changing));
    }

    private boolean cutShort(ResolvedFlow flow, FlowProgress progress) {
        return flow.shape() == FlowShape.STATEFUL
                && !checkpoints
                        .of(flow.target(), flow.name(), progress.generation())
                        .isComplete();
    }

    /** The plan of a flow that has nothing to do by itself. */
    static FlowPlan unlessUpstreamChanges(ResolvedFlow flow, Set<TableName> changing) {
        for (TableName read : flow.reads()) {
            if (changing.contains(read)) {
                return new FlowPlan(
                        flow,
                        FlowDecision.RUN_IF_UPSTREAM_CHANGES,
                        technique(flow),
                        "`" + read.name() + "` may change");
            }
        }
        return new FlowPlan(flow, FlowDecision.NO_OP, technique(flow), "no input and no definition changed");
    }

    /** Why a view is computed anew; empty if its content is still right. */
    public Optional<String> refreshReason(ResolvedFlow flow, TableSnapshot stored) {
        if (!flow.volatileReasons().isEmpty()) {
            return Optional.of("its query " + flow.volatileReasons().get(0));
        }
        Optional<ViewProgress> before = ViewProgress.read(stored.domains());
        if (before.isEmpty()) {
            return Optional.of("never computed");
        }
        if (!before.get().fingerprint().equals(flow.fingerprint())) {
            return Optional.of("the definition changed");
        }
        Optional<Map<String, String>> now = InputVersions.of(flow, inputs);
        if (now.isEmpty()) {
            return Optional.of("an input does not exist yet");
        }
        for (LeafInput input : flow.inputs()) {
            String version = now.get().get(input.key());
            String read = before.get().inputs().get(input.key());
            if (version == null || !(version.equals(read) || sameRows(input, read, version))) {
                return Optional.of("`" + input.label() + "` changed");
            }
        }
        return Optional.empty();
    }

    /** True if everything between two versions of a table left its rows as they were: comments, properties, upkeep. */
    private boolean sameRows(LeafInput input, @Nullable String read, String now) {
        if (read == null || !input.isTable()) {
            return false;
        }
        try {
            return InputVersions.onlyMetadata(read, now, (after, to) -> inputs.changes(input, after, to));
        } catch (PipelineException e) {
            // The log of that time is gone, or cannot be read: to compute is always right.
            return false;
        }
    }

    /** The way in which a flow's rows get into its target, as events and plans name it. */
    public static String technique(ResolvedFlow flow) {
        FlowKind kind = flow.definition().kind();
        if (kind instanceof FlowKind.Refresh) {
            return "COMPLETE_RECOMPUTE";
        }
        if (kind instanceof FlowKind.Once) {
            return "ONCE";
        }
        if (kind instanceof FlowKind.Update) {
            return "UPDATE";
        }
        return kind instanceof FlowKind.ReplaceWhere ? "REPLACE_WHERE" : "APPEND";
    }
}
