package dev.tidewheel.engine;

import dev.tidewheel.engine.graph.DataflowGraph;
import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.model.definition.Definitions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What reads what in a pipeline, found out once if somebody asks: nothing that is stored counts, and nothing is written. */
final class GraphOnDemand {

    private final PipelineEngine engine;
    private final EngineParts parts;
    private final Definitions definitions;
    private @Nullable DataflowGraph graph;

    GraphOnDemand(PipelineEngine engine, EngineParts parts, Definitions definitions) {
        this.engine = engine;
        this.parts = parts;
        this.definitions = definitions;
    }

    DataflowGraph graph() {
        if (graph == null) {
            graph = engine.resolve(parts, definitions, new Selection(List.of(), List.of(), true), false);
        }
        return graph;
    }
}
