package dev.tidewheel.engine.frontend.client;

import dev.tidewheel.engine.frontend.python.connect.RelationPlanner;
import dev.tidewheel.model.definition.Dataset;
import dev.tidewheel.model.definition.Definitions;
import dev.tidewheel.model.definition.FlowDefinition;
import dev.tidewheel.model.definition.SinkDefinition;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.name.TableName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.spark.connect.proto.OutputType;
import org.apache.spark.connect.proto.PipelineCommand.DefineOutput;
import org.apache.spark.sql.classic.SparkSession;

/** What a client has declared up to now. Thread-safe. */
final class DeclaredGraph {

    private final Places places;
    private final Map<String, String> configuration;
    private final RelationPlanner planner;
    private final List<DefineOutput> outputs = new ArrayList<>();
    private final List<DeclaredFlow> flows = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private Definitions sql = Definitions.NONE;
    private int files;

    /** @param configuration of the pipeline */
    DeclaredGraph(Places places, Map<String, String> configuration, RelationPlanner planner) {
        this.places = places;
        this.configuration = Map.copyOf(configuration);
        this.planner = planner;
    }

    Places places() {
        return places;
    }

    Map<String, String> configuration() {
        return configuration;
    }

    RelationPlanner planner() {
        return planner;
    }

    /** Grows with each declaration. */
    synchronized int size() {
        return outputs.size() + flows.size() + files;
    }

    synchronized void add(DefineOutput output) {
        outputs.add(output);
    }

    synchronized void add(DeclaredFlow flow) {
        flows.add(flow);
    }

    /** What a SQL file declares. What is wrong with it is told with everything else. */
    synchronized void addSql(Supplier<Definitions> file) {
        files++;
        try {
            sql = sql.plus(file.get());
        } catch (PipelineException e) {
            problems.addAll(e.problems());
        }
    }

    /** Python files in which something was declared, as the client names them. */
    synchronized List<Path> sources() {
        return outputs.stream()
                .map(output -> output.getSourceCodeLocation().getFileName())
                .filter(file -> file.startsWith("/"))
                .map(Path::of)
                .distinct()
                .toList();
    }

    /**
     * All of it.
     *
     * @throws PipelineException with everything that is wrong
     */
    synchronized Definitions definitions(SparkSession session) {
        List<Problem> found = new ArrayList<>(problems);
        OutputReader outputReader = new OutputReader(places);
        FlowReader flowReader = new FlowReader(places, planner, session);
        List<Dataset> datasets = new ArrayList<>();
        List<FlowDefinition> definedFlows = new ArrayList<>();
        List<SinkDefinition> sinks = new ArrayList<>();
        Set<TableName> views = new HashSet<>();
        Set<TableName> whole = new HashSet<>();
        for (DefineOutput output : outputs) {
            reading(found, () -> {
                TableName name = places.name(output.getOutputName(), places.of(output));
                if (output.getOutputType() == OutputType.SINK) {
                    sinks.add(outputReader.sink(output));
                } else if (output.getOutputType() == OutputType.TEMPORARY_VIEW) {
                    views.add(name);
                    into(name).ifPresent(flow -> datasets.add(flowReader.view(output, flow)));
                } else {
                    if (output.getOutputType() == OutputType.MATERIALIZED_VIEW) {
                        whole.add(name);
                    }
                    datasets.add(outputReader.table(output));
                }
            });
        }
        for (DeclaredFlow flow : flows) {
            reading(found, () -> {
                TableName target = target(flow);
                if (!views.contains(target)) {
                    definedFlows.add(flowReader.flow(flow, whole.contains(target)));
                }
            });
        }
        if (!found.isEmpty()) {
            throw new PipelineException(found);
        }
        return new Definitions(datasets, definedFlows, sinks).plus(sql);
    }

    private Optional<DeclaredFlow> into(TableName name) {
        return flows.stream().filter(flow -> target(flow).equals(name)).findFirst();
    }

    private TableName target(DeclaredFlow flow) {
        return places.name(flow.message().getTargetDatasetName(), places.of(flow.message()));
    }

    private static void reading(List<Problem> problems, Runnable reader) {
        try {
            reader.run();
        } catch (PipelineException e) {
            problems.addAll(e.problems());
        }
    }
}
