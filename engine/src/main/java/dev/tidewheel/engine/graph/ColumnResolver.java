package dev.tidewheel.engine.graph;

import dev.tidewheel.model.definition.Dataset;
import dev.tidewheel.model.definition.Definitions;
import dev.tidewheel.model.definition.FlowDefinition;
import dev.tidewheel.model.definition.TableDefinition;
import dev.tidewheel.model.definition.ViewDefinition;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.name.TableName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the columns of one query while a pipeline is still being declared: only what the query needs is looked at.
 * Thread-safe.
 */
public final class ColumnResolver {

    private final ResolutionContext context;
    private final Map<String, String> configuration;

    /** @param configuration of the pipeline */
    public ColumnResolver(ResolutionContext context, Map<String, String> configuration) {
        this.context = context;
        this.configuration = configuration;
    }

    /**
     * The resolved query, which is given as a view that is not among the definitions.
     *
     * @throws PipelineException if it is wrong, or needs what is not declared yet
     */
    public ResolvedDataset resolve(Definitions definitions, ViewDefinition query) {
        Map<TableName, Dataset> datasets = new LinkedHashMap<>();
        definitions.datasets().forEach(dataset -> datasets.putIfAbsent(dataset.name(), dataset));
        datasets.put(query.name(), query);
        ResolutionBoard board = new ResolutionBoard(context, datasets);
        ElementResolver elements = new ElementResolver(context, configuration, board);
        definitions.flows().forEach(board::expectFlow);
        board.announceDeclared();
        Set<TableName> begun = new HashSet<>();
        List<Problem> problems = board.run(
                List.of(view(query, board, elements)),
                awaited -> begun.add(awaited) ? tasks(awaited, datasets, definitions, board, elements) : List.of(),
                Runnable::run);
        if (!problems.isEmpty()) {
            throw new PipelineException(problems);
        }
        try {
            return board.await(query.name());
        } catch (DatasetNotReady e) {
            throw new PipelineException(
                    Problem.of(
                                    ErrorCode.QUERY_INVALID,
                                    "the columns of `" + e.dataset().name() + "` are not known yet")
                            .because("nothing that writes to what it reads has been declared so far")
                            .remedy("declare that in a file before this one, or give the table a schema"),
                    e);
        }
    }

    private static ResolutionBoard.Task view(ViewDefinition view, ResolutionBoard board, ElementResolver elements) {
        return new ResolutionBoard.Task(
                view.name(), view.name(), view.location(), () -> board.resolved(elements.view(view)));
    }

    private static List<ResolutionBoard.Task> tasks(
            TableName name,
            Map<TableName, Dataset> datasets,
            Definitions definitions,
            ResolutionBoard board,
            ElementResolver elements) {
        Dataset dataset = datasets.get(name);
        if (dataset instanceof ViewDefinition view) {
            return List.of(view(view, board, elements));
        }
        List<ResolutionBoard.Task> tasks = new ArrayList<>();
        for (FlowDefinition flow : definitions.flows()) {
            if (flow.target().equals(name) && dataset instanceof TableDefinition target) {
                tasks.add(new ResolutionBoard.Task(
                        flow.name(), name, flow.query().location(), () -> board.resolved(elements.flow(flow, target))));
            }
        }
        return tasks;
    }
}
