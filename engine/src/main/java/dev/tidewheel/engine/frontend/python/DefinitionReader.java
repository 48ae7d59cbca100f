package dev.tidewheel.engine.frontend.python;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidewheel.model.definition.Dataset;
import dev.tidewheel.model.definition.Definitions;
import dev.tidewheel.model.definition.FlowDefinition;
import dev.tidewheel.model.definition.SinkDefinition;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns the declarations of the host into definitions. Used once, by one thread. */
final class DefinitionReader {

    private final PythonProgram program;
    private final MessageReader messages;
    private final List<Problem> problems = new ArrayList<>();

    DefinitionReader(PythonProgram program, MessageReader messages) {
        this.program = program;
        this.messages = messages;
    }

    /** @throws PipelineException with everything that is wrong */
    Definitions read(JsonNode message) {
        message.get("problems").forEach(problem -> problems.add(ProblemReader.problem(problem, program.sources())));
        if (!message.get("loaded").asBoolean()) {
            throw new PipelineException(problems);
        }
        List<Dataset> datasets = new ArrayList<>();
        List<FlowDefinition> flows = new ArrayList<>();
        List<SinkDefinition> sinks = new ArrayList<>();
        FlowReader flowReader = new FlowReader(messages);
        DatasetReader datasetReader = new DatasetReader(messages);
        JsonNode declared = message.get("flows");
        for (JsonNode dataset : message.get("datasets")) {
            int number = dataset.get("flow").asInt(-1);
            @Nullable JsonNode flow = number < 0 ? null : declared.get(number);
            reading(() -> datasets.add(
                    flow != null && DatasetReader.isView(dataset)
                            ? datasetReader.view(dataset, query(flow, number))
                            : datasetReader.table(dataset, flow)));
        }
        for (int i = 0; i < declared.size(); i++) {
            JsonNode flow = declared.get(i);
            int number = i;
            if (!flow.get("own").asText().equals(DatasetReader.VIEW)) {
                reading(() -> flows.add(
                        flow.hasNonNull("source")
                                ? flowReader.changes(flow)
                                : flowReader.read(flow, query(flow, number))));
            }
        }
        JsonNode given = message.get("sinks");
        for (int i = 0; i < given.size(); i++) {
            JsonNode sink = given.get(i);
            PythonBatchHandler handler = new PythonBatchHandler(program, i);
            reading(() -> sinks.add(flowReader.sink(sink, handler)));
        }
        if (!problems.isEmpty()) {
            throw new PipelineException(problems);
        }
        return new Definitions(datasets, flows, sinks);
    }

    private PythonQuery query(JsonNode flow, int number) {
        byte[] relation = flow.hasNonNull("relation")
                ? Base64.getDecoder().decode(flow.get("relation").asText())
                : null;
        String path = flow.get("place").get("path").asText();
        return new PythonQuery(program, number, relation, messages.place(flow), messages.fragment("", flow), path);
    }

    private void reading(Runnable reader) {
        try {
            reader.run();
        } catch (PipelineException e) {
            problems.addAll(e.problems());
        }
    }
}
