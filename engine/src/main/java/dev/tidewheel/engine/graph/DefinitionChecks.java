package dev.tidewheel.engine.graph;

import dev.tidewheel.model.definition.ColumnDefinition;
import dev.tidewheel.model.definition.Dataset;
import dev.tidewheel.model.definition.Definitions;
import dev.tidewheel.model.definition.FlowDefinition;
import dev.tidewheel.model.definition.FlowKind;
import dev.tidewheel.model.definition.MaterializedView;
import dev.tidewheel.model.definition.SinkDefinition;
import dev.tidewheel.model.definition.StreamingTable;
import dev.tidewheel.model.definition.TableDefinition;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.name.TableName;
import dev.tidewheel.model.text.SourceLocation;
import dev.tidewheel.model.text.Suggestions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What can be said of definitions without looking into a query. Stateless. */
final class DefinitionChecks {

    private DefinitionChecks() {}

    static List<Problem> check(Definitions definitions) {
        List<Problem> problems = new ArrayList<>();
        if (definitions.datasets().isEmpty() && definitions.sinks().isEmpty()) {
            problems.add(Problem.of(ErrorCode.EMPTY_PIPELINE, "the pipeline defines no dataset")
                    .because("none of its source files declares a table or a view")
                    .remedy("add a file with CREATE STREAMING TABLE or CREATE MATERIALIZED VIEW"));
        }
        duplicates(definitions, problems);
        Map<TableName, Dataset> datasets = new HashMap<>();
        definitions.datasets().forEach(dataset -> datasets.putIfAbsent(dataset.name(), dataset));
        for (FlowDefinition flow : definitions.flows()) {
            unsupported(flow).ifPresent(problems::add);
            target(flow, datasets, definitions.sinks()).ifPresent(problems::add);
        }
        List<String> missed = definitions.flows().stream()
                .filter(flow -> !datasets.containsKey(flow.target()))
                .flatMap(flow -> nearest(flow, datasets.keySet()).stream())
                .toList();
        for (Dataset dataset : definitions.datasets()) {
            if (dataset instanceof TableDefinition table) {
                unprotected(table, problems);
            }
            // a flow that misspells its target is reported; that the table has no flow follows from it
            if (dataset instanceof StreamingTable table
                    && table.specification().columns().isEmpty()
                    && !missed.contains(table.name().name())
                    && definitions.flows().stream()
                            .noneMatch(flow -> flow.target().equals(table.name()))) {
                problems.add(Problem.of(
                                ErrorCode.FLOW_TARGET_INVALID,
                                "the streaming table `" + table.name().name()
                                        + "` has no query, no flow and no columns")
                        .remedy("give it a query, a flow that adds rows to it, or a list of columns")
                        .at(table.location())
                        .in(table.name().toString()));
            }
        }
        return problems;
    }

    /** What is to be hidden from some readers must not be shown to all without a word. */
    private static void unprotected(TableDefinition table, List<Problem> problems) {
        String name = table.name().toString();
        String why = "a table is a folder of files here; whoever can read them reads all of it";
        if (table.specification().rowFilter() != null) {
            problems.add(Problem.of(
                            ErrorCode.FEATURE_NOT_SUPPORTED,
                            "the row filter of `" + table.name().name() + "` cannot be kept")
                    .because(why)
                    .remedy("remove the row filter, and leave out in the query what not everybody may see")
                    .at(table.location())
                    .in(name));
        }
        for (ColumnDefinition column : table.specification().columns()) {
            if (column.mask() != null) {
                problems.add(Problem.of(
                                ErrorCode.FEATURE_NOT_SUPPORTED, "the mask of `" + column.name() + "` cannot be kept")
                        .because(why)
                        .remedy("remove MASK, and mask the values in the query")
                        .at(column.location())
                        .in(name));
            }
        }
    }

    private static void duplicates(Definitions definitions, List<Problem> problems) {
        Map<TableName, SourceLocation> seen = new HashMap<>();
        for (Dataset dataset : definitions.datasets()) {
            duplicate("dataset", dataset.name(), dataset.location(), seen).ifPresent(problems::add);
        }
        for (SinkDefinition sink : definitions.sinks()) {
            duplicate("sink", sink.name(), sink.location(), seen).ifPresent(problems::add);
        }
        Map<TableName, SourceLocation> flows = new HashMap<>();
        for (FlowDefinition flow : definitions.flows()) {
            boolean ofDuplicateTable = flow.isDefault() && flows.containsKey(flow.name());
            if (!ofDuplicateTable) {
                duplicate("flow", flow.name(), flow.location(), flows).ifPresent(problems::add);
            }
        }
    }

    private static Optional<Problem> duplicate(
            String kind, TableName name, SourceLocation location, Map<TableName, SourceLocation> seen) {
        SourceLocation first = seen.putIfAbsent(name, location);
        if (first == null) {
            return Optional.empty();
        }
        return Optional.of(
                Problem.of(ErrorCode.DUPLICATE_DEFINITION, "the " + kind + " `" + name.name() + "` is defined twice")
                        .because("the first definition is at " + first)
                        .remedy("remove or rename one of the two")
                        .at(location)
                        .in(name.toString()));
    }

    private static Optional<Problem> target(
            FlowDefinition flow, Map<TableName, Dataset> datasets, List<SinkDefinition> sinks) {
        Dataset target = datasets.get(flow.target());
        if (target != null && flow.kind() instanceof FlowKind.Update) {
            return Optional.of(Problem.of(
                            ErrorCode.FLOW_TARGET_INVALID,
                            "the update flow `" + flow.name().name() + "` writes to `"
                                    + flow.target().name() + "`, which is not a sink")
                    .because("an update flow gives each changed row again, and a table would keep them all")
                    .remedy("write to a sink, use an append flow with a watermark, or make it a materialized view")
                    .at(flow.location())
                    .in(flow.name().toString()));
        }
        if (target instanceof StreamingTable
                || sinks.stream().anyMatch(sink -> sink.name().equals(flow.target()))
                || (target instanceof MaterializedView && flow.isDefault())) {
            return Optional.empty();
        }
        String name = flow.target().name();
        Problem problem = target == null
                ? Problem.of(
                                ErrorCode.FLOW_TARGET_INVALID,
                                "the flow `" + flow.name().name() + "` writes to `" + name + "`, which is not defined")
                        .remedy(nearest(flow, datasets.keySet())
                                .map(near -> "did you mean `" + near + "`?")
                                .orElse("add CREATE STREAMING TABLE " + name))
                : Problem.of(
                                ErrorCode.FLOW_TARGET_INVALID,
                                "the flow `" + flow.name().name() + "` writes to `" + name
                                        + "`, which is not a streaming table")
                        .remedy("define `" + name + "` with CREATE STREAMING TABLE " + name);
        return Optional.of(problem.at(flow.location()).in(flow.name().toString()));
    }

    /** What a flow's target was probably meant to be. */
    private static Optional<String> nearest(FlowDefinition flow, Set<TableName> datasets) {
        return Suggestions.first(
                flow.target().name(), datasets.stream().map(TableName::name).toList());
    }

    private static Optional<Problem> unsupported(FlowDefinition flow) {
        String what;
        if (flow.kind() instanceof FlowKind.AutoCdc) {
            what = "AUTO CDC";
        } else if (flow.kind() instanceof FlowKind.ReplaceUsing) {
            what = "REPLACE USING";
        } else {
            return Optional.empty();
        }
        return Optional.of(Problem.of(ErrorCode.FEATURE_NOT_SUPPORTED, what + " flows cannot be run yet")
                .because("the statement is understood, but this version does not execute it")
                .remedy("remove the flow; use an INSERT flow where rows are only added")
                .at(flow.location())
                .in(flow.name().toString()));
    }
}
