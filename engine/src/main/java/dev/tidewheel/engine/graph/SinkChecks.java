package dev.tidewheel.engine.graph;

import dev.tidewheel.engine.sink.SinkConnector;
import dev.tidewheel.engine.sink.SinkConnectors;
import dev.tidewheel.engine.spark.SparkProblems;
import dev.tidewheel.model.definition.Definitions;
import dev.tidewheel.model.definition.FlowDefinition;
import dev.tidewheel.model.definition.FlowKind;
import dev.tidewheel.model.definition.SinkDefinition;
import dev.tidewheel.model.definition.SinkTarget;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.name.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.datasources.DataSource$;

/** What can be said of sinks and of flows into them before anything is written. Stateless. */
final class SinkChecks {

    private static final String DELTA = "delta";

    private SinkChecks() {}

    static List<Problem> check(Definitions definitions, SparkSession session) {
        List<Problem> problems = new ArrayList<>();
        Map<TableName, SinkTarget> sinks = new HashMap<>();
        for (SinkDefinition sink : definitions.sinks()) {
            sinks.put(sink.name(), sink.target());
            if (sink.target() instanceof SinkTarget.DataSource source) {
                Optional<Problem> general = options(sink, source);
                Optional<SinkConnector> connector = SinkConnectors.of(source.format());
                List<Problem> found = general.isPresent() || connector.isEmpty()
                        ? general.or(() -> unknown(sink, source, session)).stream()
                                .toList()
                        : connector.get().check(source);
                found.forEach(problem ->
                        problems.add(problem.at(sink.location()).in(sink.name().toString())));
            }
        }
        for (FlowDefinition flow : definitions.flows()) {
            SinkTarget target = sinks.get(flow.target());
            if (target != null) {
                kind(flow, target)
                        .map(problem ->
                                problem.at(flow.location()).in(flow.name().toString()))
                        .ifPresent(problems::add);
            }
        }
        return problems;
    }

    /** What is wrong with the columns of rows that flows give to sinks. */
    static List<Problem> columns(DataflowGraph graph) {
        List<Problem> problems = new ArrayList<>();
        for (ResolvedFlow flow : graph.flows()) {
            if (graph.sink(flow.target()).map(SinkDefinition::target).orElse(null)
                    instanceof SinkTarget.DataSource source) {
                SinkConnectors.of(source.format())
                        .map(connector -> connector.check(source, flow.schema()))
                        .orElse(List.of())
                        .forEach(problem -> problems.add(
                                problem.at(flow.definition().query().location())
                                        .in(flow.name().toString())));
            }
        }
        return problems;
    }

    private static Optional<Problem> options(SinkDefinition sink, SinkTarget.DataSource source) {
        Map<String, String> options = new HashMap<>();
        source.options().forEach((key, value) -> options.put(key.toLowerCase(Locale.ROOT), value));
        if (options.containsKey("checkpointlocation")) {
            return Optional.of(invalid(sink, "has the option checkpointLocation")
                    .because("the pipeline keeps the checkpoints of its flows itself")
                    .remedy("leave the option out"));
        }
        boolean path = options.containsKey("path");
        boolean table = options.containsKey("tablename");
        if (source.format().equalsIgnoreCase(DELTA) && path == table) {
            return Optional.of(invalid(sink, path ? "has both a path and a tableName" : "has no path and no tableName")
                    .remedy("give exactly one of them: path for a folder, tableName for a table of the catalog"));
        }
        if (source.format().equalsIgnoreCase("kafka")
                && SinkConnectors.of(source.format()).isEmpty()
                && !options.containsKey("kafka.bootstrap.servers")) {
            return Optional.of(invalid(sink, "has no option kafka.bootstrap.servers")
                    .remedy("say where the brokers are: kafka.bootstrap.servers = host:port"));
        }
        return Optional.empty();
    }

    private static Optional<Problem> unknown(SinkDefinition sink, SinkTarget.DataSource source, SparkSession session) {
        if (source.format().equalsIgnoreCase(DELTA)
                || session.sessionState().dataSourceManager().dataSourceExists(source.format())) {
            return Optional.empty();
        }
        try {
            DataSource$.MODULE$.lookupDataSource(
                    source.format(), session.sessionState().conf());
            return Optional.empty();
        } catch (Exception e) {
            // Scala does not declare what it throws
            return Optional.of(invalid(sink, "has the format " + source.format() + ", which is not known")
                    .because(SparkProblems.message(e))
                    .remedy("correct the name, or add the jar of its connector to the libraries"));
        }
    }

    private static Problem invalid(SinkDefinition sink, String what) {
        return Problem.of(ErrorCode.SINK_INVALID, "the sink `" + sink.name().name() + "` " + what);
    }

    private static Optional<Problem> kind(FlowDefinition flow, SinkTarget target) {
        if (flow.kind() instanceof FlowKind.Update) {
            return target.format().equalsIgnoreCase(DELTA)
                    ? Optional.of(Problem.of(
                                    ErrorCode.FLOW_TARGET_INVALID,
                                    "the update flow `" + flow.name().name() + "` writes to the Delta sink `"
                                            + flow.target().name() + "`")
                            .because("a Delta table can only be appended to by a sink")
                            .remedy("merge the rows in a foreach-batch sink, or make it a materialized view"))
                    : Optional.empty();
        }
        boolean fits = flow.kind() instanceof FlowKind.Append || flow.kind() instanceof FlowKind.Once;
        return fits
                ? Optional.empty()
                : Optional.of(Problem.of(
                                ErrorCode.FLOW_TARGET_INVALID,
                                "the flow `" + flow.name().name() + "` cannot write to the sink `"
                                        + flow.target().name() + "`")
                        .because("a sink takes rows of append flows and update flows only")
                        .remedy("write to a streaming table, and let an append flow read that one"));
    }

    /** @throws PipelineException if a flow into a sink reads a batch where it has to stream, or the other way round */
    static void streaming(FlowDefinition flow, Dataset<Row> rows) {
        boolean once = flow.kind() instanceof FlowKind.Once;
        if (once == rows.isStreaming()) {
            String name = "the flow `" + flow.name().name() + "` into a sink";
            throw new PipelineException(
                    once
                            ? Problem.of(ErrorCode.QUERY_NOT_BATCH, name + " is loaded once but reads a stream")
                                    .remedy("read the input as a batch, or leave out once")
                            : Problem.of(ErrorCode.QUERY_NOT_STREAMING, name + " has a batch query")
                                    .because("none of the query's inputs is read as a stream")
                                    .remedy(
                                            "read the input as a stream, so that each row is given to the sink one time"));
        }
    }
}
