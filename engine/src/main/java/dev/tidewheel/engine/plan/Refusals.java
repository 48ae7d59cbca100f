package dev.tidewheel.engine.plan;

import dev.tidewheel.engine.change.Change;
import dev.tidewheel.engine.graph.DataflowGraph;
import dev.tidewheel.engine.graph.LeafInput;
import dev.tidewheel.engine.graph.QueryLeaves;
import dev.tidewheel.engine.graph.ResolvedFlow;
import dev.tidewheel.engine.lake.Lake;
import dev.tidewheel.model.definition.SinkDefinition;
import dev.tidewheel.model.definition.TableDefinition;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.name.NameScope;
import dev.tidewheel.model.name.TableName;
import dev.tidewheel.model.text.SourceLocation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an update is not to do unasked. A stream over a table that begins anew has to begin anew, too, so that the resets
 * that a change asks for are named together. Used once.
 */
final class Refusals {

    private static final String ANEW = "a stream cannot go on over rows that are replaced";

    private final Set<TableName> anew = new LinkedHashSet<>();

    /** The tables, inputs before readers, with those that have to follow one that needs a reset. */
    List<TablePlan> tables(List<TablePlan> plans) {
        List<TablePlan> all = new ArrayList<>();
        for (TablePlan plan : plans) {
            TablePlan table = plan;
            if (plan.stored() != null && !(plan.action() instanceof TableAction.Reset)) {
                for (FlowPlan flow : plan.flows()) {
                    Optional<Change> follows = follows(flow.flow());
                    if (follows.isPresent() && !table.differences().needReset()) {
                        table = table.with(table.differences().and(follows.get()));
                    }
                }
            }
            if (table.differences().needReset()) {
                anew.add(table.name());
                table = table.refused();
            }
            all.add(table);
        }
        return all;
    }

    /** As {@link #tables}, which comes first. */
    List<SinkPlan> sinks(List<SinkPlan> plans) {
        List<SinkPlan> all = new ArrayList<>();
        for (SinkPlan plan : plans) {
            SinkPlan sink = plan;
            if (!plan.reset()) {
                for (FlowPlan flow : plan.flows()) {
                    Optional<Change> follows = follows(flow.flow());
                    if (follows.isPresent() && !sink.differences().needReset()) {
                        sink = sink.with(sink.differences().and(follows.get()));
                    }
                }
            }
            if (sink.differences().needReset()) {
                anew.add(sink.name());
            }
            all.add(sink);
        }
        return all;
    }

    private Optional<Change> follows(ResolvedFlow flow) {
        return QueryLeaves.streams(flow.query()).stream()
                .filter(input -> input instanceof LeafInput.PipelineTable table
                        && anew.contains(table.name())
                        && table.options().keySet().stream().noneMatch("skipChangeCommits"::equalsIgnoreCase))
                .findFirst()
                .map(input -> Change.reset(
                        flow.name(),
                        "`" + flow.target().name() + "` reads `"
                                + ((LeafInput.PipelineTable) input).name().name() + "`, which has to begin anew",
                        ANEW));
    }

    /** Everything that is refused, each with the command that allows all of it. */
    static List<Problem> problems(List<TablePlan> tables, List<SinkPlan> sinks, Lake lake, NameScope scope) {
        Set<TableName> kept = UpdatePlan.keptFromReset(tables);
        String command = UpdatePlan.needingReset(tables, sinks).stream()
                .filter(name -> !kept.contains(name))
                .map(name -> "--accept-reset " + scope.shorten(name))
                .collect(Collectors.joining(" ", "tidewheel run ", ""));
        String unless = kept.isEmpty()
                ? ""
                : "; that is refused as long as `"
                        + kept.stream().map(scope::shorten).collect(Collectors.joining("` and `"))
                        + "` would have to begin anew, which " + Selection.RESET_ALLOWED + " forbids";
        List<Problem> problems = new ArrayList<>();
        for (TablePlan table : tables) {
            if (!table.differences().needReset()) {
                continue;
            }
            TableDefinition definition = table.definition();
            String allowed = kept.contains(table.name()) ? "" : command;
            String outcome = table.stored() == null
                    ? unless
                    : " (" + Sizes.words(lake.statistics(table.stored()))
                            + " would be computed anew from what its sources still have)" + unless;
            for (Change change : table.differences().changes()) {
                if (change.needsReset()) {
                    problems.add(problem(change, outcome, allowed, definition.location(), table.name()));
                }
            }
        }
        for (SinkPlan sink : sinks) {
            SinkDefinition definition = sink.definition();
            for (Change change : sink.differences().changes()) {
                if (change.needsReset()) {
                    problems.add(problem(
                            change,
                            " (the sink would be given all rows again)" + unless,
                            command,
                            definition.location(),
                            sink.name()));
                }
            }
        }
        return problems;
    }

    private static Problem problem(
            Change change, String outcome, String command, SourceLocation place, TableName dataset) {
        List<String> ways = new ArrayList<>(change.waysOut());
        ways.add(
                command.isEmpty()
                        ? "take away its property " + Selection.RESET_ALLOWED + ", which keeps it from beginning anew"
                        : "let it begin anew: " + command + outcome);
        return Problem.of(ErrorCode.INCOMPATIBLE_CHANGE, change.what())
                .because(change.outcome())
                .remedy(String.join("; or ", ways))
                .at(place)
                .in(dataset.toString());
    }

    /** The same plan, which says how much is touched by what changed, and what depends on it. */
    static UpdatePlan measured(UpdatePlan plan, Lake lake) {
        List<TablePlan> tables = plan.tables().stream()
                .map(table -> {
                    boolean changed = !table.differences().changes().isEmpty();
                    if (!changed || table.stored() == null) {
                        return table;
                    }
                    return table.with(table.differences()
                            .about(
                                    lake.statistics(table.stored()),
                                    table.differences().touchRows()
                                            ? dependants(plan.graph(), table.name())
                                            : List.of()));
                })
                .toList();
        return new UpdatePlan(plan.graph(), tables, plan.sinks(), plan.views(), plan.inactive(), plan.refusals());
    }

    /** What reads a table, directly or through others, in the order of the graph. */
    static List<TableName> dependants(DataflowGraph graph, TableName table) {
        Set<TableName> reached = new LinkedHashSet<>();
        reached.add(table);
        for (ResolvedFlow flow : graph.flows()) {
            if (flow.reads().stream().anyMatch(reached::contains)) {
                reached.add(flow.target());
            }
        }
        reached.remove(table);
        return List.copyOf(reached);
    }
}
