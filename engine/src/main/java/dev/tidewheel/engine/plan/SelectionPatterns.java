package dev.tidewheel.engine.plan;

import dev.tidewheel.engine.graph.DataflowGraph;
import dev.tidewheel.engine.graph.ResolvedFlow;
import dev.tidewheel.model.definition.Dataset;
import dev.tidewheel.model.definition.Definitions;
import dev.tidewheel.model.definition.FlowDefinition;
import dev.tidewheel.model.definition.FlowKind;
import dev.tidewheel.model.definition.TableDefinition;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.name.NameScope;
import dev.tidewheel.model.name.TableName;
import dev.tidewheel.model.text.Suggestions;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Puts the names of tables, sinks and flows in the place of the patterns of a selection. What is one name stays as it is:
 * whether there is such a table is asked later. Immutable, but for the graph that it asks for.
 */
public final class SelectionPatterns {

    private final Definitions definitions;
    private final NameScope scope;
    private final Supplier<DataflowGraph> graph;

    /** @param graph is asked for only if a pattern has operators */
    public SelectionPatterns(Definitions definitions, NameScope scope, Supplier<DataflowGraph> graph) {
        this.definitions = definitions;
        this.scope = scope;
        this.graph = graph;
    }

    /**
     * The same selection with names only. A table that must not be reset is refreshed if a pattern matches it; by its own
     * name it is refused later.
     *
     * @throws PipelineException SELECTION_INVALID if a pattern matches nothing
     */
    public Selection expand(Selection selection) {
        Set<String> refresh = new LinkedHashSet<>();
        Set<String> fullRefresh = new LinkedHashSet<>();
        for (String written : selection.refresh()) {
            refresh.addAll(names(SelectionPattern.parse(written)));
        }
        Set<TableName> guarded = guarded();
        for (String written : selection.fullRefresh()) {
            SelectionPattern pattern = SelectionPattern.parse(written);
            for (String name : names(pattern)) {
                boolean spared = !pattern.isName()
                        && guarded.stream().anyMatch(table -> table.toString().equals(name));
                (spared ? refresh : fullRefresh).add(name);
            }
        }
        Set<String> checkpoints = new LinkedHashSet<>();
        selection.resetCheckpoints().forEach(written -> checkpoints.addAll(flows(written)));
        return new Selection(
                List.copyOf(refresh),
                List.copyOf(fullRefresh),
                selection.fullRefreshAll(),
                selection.unfinished(),
                selection.continued(),
                List.copyOf(checkpoints));
    }

    private Set<TableName> guarded() {
        return definitions.datasets().stream()
                .filter(dataset -> dataset instanceof TableDefinition table && !Selection.mayReset(table))
                .map(Dataset::name)
                .collect(Collectors.toSet());
    }

    private List<String> names(SelectionPattern pattern) {
        if (isName(pattern)) {
            return List.of(pattern.written().strip());
        }
        Set<TableName> known = known();
        Set<TableName> found = known.stream()
                .filter(name -> pattern.matches(name, scope))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (found.isEmpty()) {
            throw nothing(pattern.written(), pattern.name(), known);
        }
        if (pattern.hasOperator()) {
            Set<TableName> start = Set.copyOf(found);
            found.addAll(reached(start, pattern.up(), SelectionPatterns::upstream));
            found.addAll(reached(start, pattern.down(), SelectionPatterns::downstream));
            found.retainAll(known);
        }
        return found.stream().map(TableName::toString).toList();
    }

    /** True if this is one name and no pattern. */
    public boolean isName(String written) {
        return isName(SelectionPattern.parse(written));
    }

    private boolean isName(SelectionPattern pattern) {
        return pattern.isName() || isNamed(pattern.written());
    }

    /** A table may have a plus in its name. */
    private boolean isNamed(String written) {
        return scope.qualify(Arrays.asList(written.strip().split("\\.")))
                .filter(known()::contains)
                .isPresent();
    }

    private Set<TableName> known() {
        Set<TableName> known = new LinkedHashSet<>();
        definitions.datasets().stream()
                .filter(TableDefinition.class::isInstance)
                .forEach(table -> known.add(table.name()));
        definitions.sinks().forEach(sink -> known.add(sink.name()));
        return known;
    }

    private Set<TableName> reached(
            Set<TableName> start, int steps, BiFunction<DataflowGraph, TableName, Set<TableName>> next) {
        Set<TableName> reached = new LinkedHashSet<>();
        Set<TableName> border = start;
        for (int step = 0; step < steps && !border.isEmpty(); step++) {
            Set<TableName> further = new LinkedHashSet<>();
            border.forEach(name -> further.addAll(next.apply(graph.get(), name)));
            further.removeAll(reached);
            reached.addAll(further);
            border = further;
        }
        return reached;
    }

    private static Set<TableName> upstream(DataflowGraph graph, TableName name) {
        return graph.flowsInto(name).stream()
                .flatMap(flow -> flow.reads().stream())
                .collect(Collectors.toSet());
    }

    private static Set<TableName> downstream(DataflowGraph graph, TableName name) {
        return graph.flows().stream()
                .filter(flow -> flow.reads().contains(name))
                .map(ResolvedFlow::target)
                .collect(Collectors.toSet());
    }

    /** Flows by their own names or, if there are none of this name, all flows of a table or sink. */
    private List<String> flows(String written) {
        // a flow may have a plus in its name
        SelectionPattern pattern = isFlow(written)
                ? new SelectionPattern(written, written.strip(), 0, 0)
                : SelectionPattern.parse(written);
        List<FlowDefinition> found = definitions.flows().stream()
                .filter(flow -> pattern.matches(flow.name(), scope))
                .toList();
        if (found.isEmpty()) {
            found = definitions.flows().stream()
                    .filter(flow -> pattern.matches(flow.target(), scope))
                    .toList();
        }
        if (found.isEmpty()) {
            throw nothing(
                    written,
                    pattern.name(),
                    definitions.flows().stream().map(FlowDefinition::name).collect(Collectors.toSet()));
        }
        if (pattern.hasOperator()) {
            throw connected(pattern);
        }
        for (FlowDefinition flow : found) {
            if (flow.kind() instanceof FlowKind.Refresh) {
                throw new PipelineException(Problem.of(
                                ErrorCode.SELECTION_INVALID,
                                "`" + scope.shorten(flow.name()) + "` has no checkpoint to reset")
                        .because("it is a materialized view, which is always computed from whole tables")
                        .remedy("compute it anew with --full-refresh " + scope.shorten(flow.name()))
                        .in(flow.target().toString()));
            }
        }
        return found.stream().map(flow -> flow.name().toString()).toList();
    }

    private boolean isFlow(String written) {
        return scope.qualify(Arrays.asList(written.strip().split("\\.")))
                .filter(name -> definitions.flows().stream()
                        .anyMatch(flow -> flow.name().equals(name)))
                .isPresent();
    }

    private PipelineException connected(SelectionPattern pattern) {
        boolean tables = known().stream().anyMatch(name -> pattern.matches(name, scope));
        return new PipelineException(Problem.of(
                        ErrorCode.SELECTION_INVALID, "`" + pattern.written() + "` cannot select checkpoints")
                .because("a flow that reads its source again adds its rows once more, so that flows after it that"
                        + " do so, too, would have them several times")
                .remedy("name each flow or table whose source is to be read again"
                        + (tables ? ", or compute all anew with --full-refresh " + pattern.written() : "")));
    }

    private PipelineException nothing(String written, String name, Set<TableName> known) {
        List<String> names = known.stream().map(scope::shorten).sorted().toList();
        return new PipelineException(
                Problem.of(ErrorCode.SELECTION_INVALID, "`" + written + "` matches nothing in the pipeline")
                        .remedy(Suggestions.first(name.replaceAll("[*?]+", ""), names)
                                .map(near -> "did you mean `" + near + "`?")
                                .orElse("choose from: " + String.join(", ", names))));
    }
}
