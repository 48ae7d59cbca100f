package dev.tidewheel.engine.graph;

import dev.tidewheel.model.definition.Dataset;
import dev.tidewheel.model.definition.Definitions;
import dev.tidewheel.model.definition.FlowDefinition;
import dev.tidewheel.model.definition.SinkDefinition;
import dev.tidewheel.model.definition.TableDefinition;
import dev.tidewheel.model.definition.ViewDefinition;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.name.TableName;
import dev.tidewheel.model.text.SourceLocation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Resolves by trying: every query is analysed at once; one that reads a dataset whose schema is not known yet is parked
 * under that dataset and tried again when it is. The order in which things become resolved is the order of the graph.
 * All problems of all queries come in one exception. Thread-safe.
 */
public final class GraphResolver {

    private final ResolutionContext context;
    private final Map<String, String> configuration;

    /** @param configuration of the pipeline */
    public GraphResolver(ResolutionContext context, Map<String, String> configuration) {
        this.context = context;
        this.configuration = configuration;
    }

    /**
     * The resolved graph.
     *
     * @throws PipelineException with everything that is wrong; problems that merely follow from others are left out
     */
    public DataflowGraph resolve(Definitions definitions) {
        List<Problem> problems = new ArrayList<>(DefinitionChecks.check(definitions));
        problems.addAll(SinkChecks.check(definitions, context.session(Map.of())));
        Map<TableName, Dataset> datasets = new LinkedHashMap<>();
        definitions.datasets().forEach(dataset -> datasets.putIfAbsent(dataset.name(), dataset));
        Set<FlowDefinition> broken = new HashSet<>();
        Set<TableName> sinks =
                definitions.sinks().stream().map(SinkDefinition::name).collect(Collectors.toSet());
        for (FlowDefinition flow : definitions.flows()) {
            if (!(datasets.get(flow.target()) instanceof TableDefinition) && !sinks.contains(flow.target())) {
                broken.add(flow);
            }
        }
        ResolutionBoard board = new ResolutionBoard(context, datasets);
        ElementResolver elements = new ElementResolver(context, configuration, board);
        List<ResolutionBoard.Task> tasks = new ArrayList<>();
        for (Dataset dataset : datasets.values()) {
            if (dataset instanceof ViewDefinition view) {
                tasks.add(new ResolutionBoard.Task(
                        view.name(), view.name(), view.location(), () -> board.resolved(elements.view(view))));
            }
        }
        for (FlowDefinition flow : definitions.flows()) {
            if (broken.contains(flow)) {
                continue;
            }
            board.expectFlow(flow);
            tasks.add(new ResolutionBoard.Task(
                    flow.name(),
                    flow.target(),
                    flow.query().location(),
                    () -> board.resolved(
                            datasets.get(flow.target()) instanceof TableDefinition target
                                    ? elements.flow(flow, target)
                                    : elements.sinkFlow(flow))));
        }
        board.announceDeclared();
        ExecutorService threads =
                Executors.newFixedThreadPool(Math.max(1, Runtime.getRuntime().availableProcessors()), runnable -> {
                    Thread thread = new Thread(runnable, "graph-resolver");
                    thread.setDaemon(true);
                    return thread;
                });
        try {
            problems.addAll(board.run(tasks, threads));
        } finally {
            threads.shutdown();
        }
        if (!problems.isEmpty()) {
            throw new PipelineException(sorted(problems));
        }
        DataflowGraph graph = board.graph(definitions.sinks());
        problems.addAll(SinkChecks.columns(graph));
        if (!problems.isEmpty()) {
            throw new PipelineException(sorted(problems));
        }
        return graph;
    }

    private static List<Problem> sorted(List<Problem> problems) {
        Comparator<@Nullable SourceLocation> place = Comparator.nullsLast(Comparator.comparing(SourceLocation::file)
                .thenComparingInt(SourceLocation::line)
                .thenComparingInt(SourceLocation::column));
        return problems.stream()
                .sorted(Comparator.comparing(Problem::location, place).thenComparing(Problem::message))
                .distinct()
                .toList();
    }

    static Problem internal(Throwable error, SourceLocation location) {
        String text = error.getMessage() == null ? error.toString() : error.getMessage();
        return Problem.of(ErrorCode.INTERNAL, "the query could not be analysed: " + text)
                .at(location);
    }
}
