package dev.tidewheel.engine.plan;

import dev.tidewheel.engine.graph.DataflowGraph;
import dev.tidewheel.engine.graph.ResolvedDataset;
import dev.tidewheel.model.definition.Dataset;
import dev.tidewheel.model.definition.Definitions;
import dev.tidewheel.model.definition.SinkDefinition;
import dev.tidewheel.model.definition.TableDefinition;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.name.NameScope;
import dev.tidewheel.model.name.TableName;
import dev.tidewheel.model.text.Suggestions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which tables an update is about. With nothing named, all are refreshed; with names, only those. Names may be patterns
 * until {@link SelectionPatterns} has expanded them.
 *
 * @param refresh names as the user wrote them
 * @param fullRefresh names of tables to be computed anew from the beginning
 * @param fullRefreshAll true to compute everything anew
 * @param unfinished tables that an earlier full refresh was to compute anew, too, and did not come to
 * @param continued of tables whose full refresh has begun, the folder in which the new rows are collected; they go on
 * @param resetCheckpoints flows that read their sources again from the beginning, while the rows of their tables stay
 */
public record Selection(
        List<String> refresh,
        List<String> fullRefresh,
        boolean fullRefreshAll,
        Set<TableName> unfinished,
        Map<TableName, String> continued,
        List<String> resetCheckpoints) {

    /** Everything, incrementally. */
    public static final Selection ALL = new Selection(List.of(), List.of(), false);

    static final String RESET_ALLOWED = "pipelines.reset.allowed";

    public Selection {
        refresh = List.copyOf(refresh);
        fullRefresh = List.copyOf(fullRefresh);
        unfinished = Set.copyOf(unfinished);
        continued = Map.copyOf(continued);
        resetCheckpoints = List.copyOf(resetCheckpoints);
    }

    public Selection(List<String> refresh, List<String> fullRefresh, boolean fullRefreshAll) {
        this(refresh, fullRefresh, fullRefreshAll, Set.of(), Map.of(), List.of());
    }

    /** The same, and these flows read their sources again. */
    public Selection resettingCheckpoints(List<String> flows) {
        return new Selection(refresh, fullRefresh, fullRefreshAll, unfinished, continued, flows);
    }

    /** The same, once the checkpoints are reset. */
    public Selection withCheckpointsReset(Definitions definitions, NameScope scope) {
        List<String> refreshed = new ArrayList<>(refresh);
        if (!isEverything()) {
            Set<TableName> flows = qualified(resetCheckpoints, scope);
            definitions.flows().stream()
                    .filter(flow -> flows.contains(flow.name()))
                    .forEach(flow -> refreshed.add(flow.target().toString()));
        }
        return new Selection(refreshed, fullRefresh, fullRefreshAll, unfinished, continued, List.of());
    }

    /**
     * The same, and of these tables those that it is about are computed anew.
     *
     * @param begun folders of those that have begun; they go on, unless it is asked for them to begin again
     */
    public Selection finishing(Set<TableName> tables, Map<TableName, String> begun, NameScope scope) {
        Set<TableName> refreshed = qualified(refresh, scope);
        Set<TableName> anew = qualified(fullRefresh, scope);
        Set<TableName> selected = tables.stream()
                .filter(table -> isEverything() || refreshed.contains(table) || anew.contains(table))
                .collect(Collectors.toSet());
        selected.addAll(unfinished);
        Map<TableName, String> goingOn = new HashMap<>(begun);
        goingOn.keySet().retainAll(selected);
        goingOn.keySet().removeIf(table -> fullRefreshAll || anew.contains(table));
        return new Selection(refresh, fullRefresh, fullRefreshAll, selected, goingOn, resetCheckpoints);
    }

    /**
     * What is left of an update that goes on in the middle: the same tables, of which only these are still to be computed
     * anew.
     *
     * @param begun folders of those that have begun
     */
    public Selection goingOn(Set<TableName> remaining, Map<TableName, String> begun) {
        List<String> named = new ArrayList<>(refresh);
        named.addAll(fullRefresh);
        return new Selection(named, List.of(), false, remaining, begun, List.of());
    }

    /** The same, and these tables and sinks are computed anew. */
    public Selection alsoResetting(Set<TableName> names) {
        Set<TableName> all = new HashSet<>(unfinished);
        all.addAll(names);
        Map<TableName, String> goingOn = new HashMap<>(continued);
        goingOn.keySet().removeAll(names);
        return new Selection(refresh, fullRefresh, fullRefreshAll, all, goingOn, resetCheckpoints);
    }

    private boolean isEverything() {
        return fullRefreshAll || (refresh.isEmpty() && fullRefresh.isEmpty());
    }

    private static Set<TableName> qualified(List<String> names, NameScope scope) {
        return names.stream()
                .map(name -> scope.qualify(parts(name)))
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
    }

    /** True for tables whose rows and progress start from the beginning, so that nothing stored counts. */
    public Predicate<TableName> startsAnew(Definitions definitions, NameScope scope) {
        Set<TableName> guarded = definitions.datasets().stream()
                .filter(dataset -> dataset instanceof TableDefinition table && !mayReset(table))
                .map(Dataset::name)
                .collect(Collectors.toSet());
        Set<TableName> anew = qualified(fullRefresh, scope);
        anew.addAll(unfinished);
        return name ->
                !guarded.contains(name) && !continued.containsKey(name) && (fullRefreshAll || anew.contains(name));
    }

    /** False if the table's definition protects it from a full refresh. */
    static boolean mayReset(TableDefinition table) {
        return !"false".equalsIgnoreCase(table.specification().properties().get(RESET_ALLOWED));
    }

    private static List<String> parts(String name) {
        return Arrays.asList(name.strip().split("\\."));
    }

    /**
     * What the names stand for in a graph.
     *
     * @param continued as in the selection
     * @param checkpoints flows whose checkpoints are reset
     */
    record Resolved(
            Set<TableName> selected,
            Set<TableName> reset,
            Set<TableName> resetByName,
            Map<TableName, String> continued,
            Set<TableName> checkpoints) {}

    Resolved resolve(DataflowGraph graph, NameScope scope) {
        Set<TableName> all = new HashSet<>();
        graph.tables().forEach(table -> all.add(table.name()));
        graph.sinks().forEach(sink -> all.add(sink.name()));
        Set<TableName> named = names(fullRefresh, graph, scope);
        Set<TableName> reset = new HashSet<>(fullRefreshAll ? all : named);
        unfinished.stream().filter(all::contains).forEach(reset::add);
        Set<TableName> selected = new HashSet<>(names(refresh, graph, scope));
        selected.addAll(reset);
        reset.removeAll(continued.keySet());
        Set<TableName> checkpoints = qualified(resetCheckpoints, scope);
        graph.flows().stream()
                .filter(flow -> checkpoints.contains(flow.name()))
                .forEach(flow -> selected.add(flow.target()));
        return new Resolved(isEverything() ? all : selected, reset, named, continued, checkpoints);
    }

    private static Set<TableName> names(List<String> written, DataflowGraph graph, NameScope scope) {
        Set<TableName> found = new HashSet<>();
        for (String name : written) {
            TableName table = scope.qualify(parts(name))
                    .filter(full -> graph.sink(full).isPresent()
                            || graph.dataset(full)
                                    .filter(dataset -> !dataset.isView())
                                    .isPresent())
                    .orElseThrow(() -> new PipelineException(unknown(name, graph, scope)));
            found.add(table);
        }
        return found;
    }

    private static Problem unknown(String name, DataflowGraph graph, NameScope scope) {
        List<String> known = Stream.concat(
                        graph.datasets().values().stream()
                                .filter(dataset -> !dataset.isView())
                                .map(ResolvedDataset::name),
                        graph.sinks().stream().map(SinkDefinition::name))
                .map(scope::shorten)
                .sorted()
                .toList();
        return Problem.of(ErrorCode.SELECTION_INVALID, "the pipeline defines no table or sink `" + name + "`")
                .remedy(Suggestions.first(name, known)
                        .map(near -> "did you mean `" + near + "`?")
                        .orElse("choose from: " + String.join(", ", known)));
    }
}
