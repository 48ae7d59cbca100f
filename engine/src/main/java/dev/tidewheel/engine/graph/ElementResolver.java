package dev.tidewheel.engine.graph;

import dev.tidewheel.engine.quality.ExpectationCheck;
import dev.tidewheel.engine.quality.ExpectationPlan;
import dev.tidewheel.engine.spark.SessionScope;
import dev.tidewheel.model.definition.Expectation;
import dev.tidewheel.model.definition.FlowDefinition;
import dev.tidewheel.model.definition.FlowKind;
import dev.tidewheel.model.definition.SqlQuery;
import dev.tidewheel.model.definition.TableDefinition;
import dev.tidewheel.model.definition.ViewDefinition;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.name.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.Dataset$;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Resolves one view or one flow, given what is resolved before it. Thread-safe. */
final class ElementResolver {

    private final ResolutionContext context;
    private final Map<String, String> configuration;
    private final GraphNames graph;
    private final Map<SparkSession, QueryAnalyzer> analyzers = new ConcurrentHashMap<>();

    ElementResolver(ResolutionContext context, Map<String, String> configuration, GraphNames graph) {
        this.context = context;
        this.configuration = configuration;
        this.graph = graph;
    }

    ResolvedDataset view(ViewDefinition view) {
        SparkSession session = context.session(view.configuration());
        return SessionScope.in(session, () -> view(view, session));
    }

    private ResolvedDataset view(ViewDefinition view, SparkSession session) {
        QueryAnalyzer analyzer = analyzer(session);
        QueryNames names = names(view.name(), session);
        Dataset<Row> given = analyzer.analyze(view.query(), names);
        Dataset<Row> rows = rename(given, view);
        if (view.persistent() && rows.isStreaming()) {
            throw new PipelineException(Problem.of(
                            ErrorCode.QUERY_NOT_BATCH,
                            "the view `" + view.name().name() + "` reads a stream")
                    .remedy("remove STREAM, or make it a temporary view or a streaming table"));
        }
        Dataset<Row> checked = withExpectations(rows, view.name(), view.expectations());
        Map<TableName, List<Expectation>> watched = new LinkedHashMap<>(names.watched());
        if (!view.expectations().isEmpty()) {
            watched.put(view.name(), view.expectations());
        }
        String fingerprint = Fingerprints.of(
                view.query(),
                analyzed(rows),
                seen(names, analyzed(checked)),
                view.expectations(),
                settings(session, view.configuration()),
                view.columns());
        @Nullable
        PublishedQuery published = view.persistent()
                ? publish(view, given, rows, names, analyzer, () -> names(view.name(), session))
                : null;
        return new ResolvedDataset(
                view, checked.schema(), analyzed(checked), names.reads(), watched, fingerprint, published);
    }

    private static PublishedQuery publish(
            ViewDefinition view,
            Dataset<Row> given,
            Dataset<Row> rows,
            QueryNames names,
            QueryAnalyzer analyzer,
            Supplier<QueryNames> fresh) {
        if (!(view.query() instanceof SqlQuery query)) {
            throw new PipelineException(Problem.of(
                            ErrorCode.FEATURE_NOT_SUPPORTED,
                            "the view `" + view.name().name() + "` cannot be published")
                    .because("only a query in SQL can be run by others")
                    .remedy("make it a temporary view or a materialized view"));
        }
        Map<String, String> settings = new LinkedHashMap<>();
        view.configuration().forEach((key, value) -> {
            if (key.startsWith("spark.sql.")) {
                settings.put(key, value);
            }
        });
        String text = analyzer.publish(query, analyzed(given), names);
        // Spark calls a column without a name by its expression, and a parameter or a path is another one now.
        boolean sameExpressions = query.sql().text().indexOf(':') < 0;
        return new PublishedQuery(
                text,
                query.scope(),
                sameExpressions ? List.of(given.columns()) : analyzer.columns(text, query, fresh.get()),
                TargetSchema.commented(TargetSchema.inferred(rows.schema()), view.columns()),
                settings);
    }

    ResolvedFlow flow(FlowDefinition flow, TableDefinition target) {
        SparkSession session = context.session(merged(target.configuration(), flow.configuration()));
        return SessionScope.in(session, () -> flow(flow, target, session));
    }

    private ResolvedFlow flow(FlowDefinition flow, TableDefinition target, SparkSession session) {
        @Nullable StructType declared = TargetSchema.declared(target).orElse(null);
        if (declared != null) {
            ColumnExpressions.check(target, declared, session);
        }
        QueryAnalyzer analyzer = analyzer(session);
        QueryNames names = names(flow.name(), session);
        Dataset<Row> given = analyzer.analyze(flow.query(), names);
        checkStreaming(flow, target, given);
        LogicalPlan query = StreamingRules.rewrite(analyzed(given));
        Dataset<Row> rows = query == analyzed(given) ? given : Dataset$.MODULE$.ofRows(session, query);
        FlowShape shape = QueryTraits.shape(query);
        if (shape == FlowShape.STATEFUL) {
            StreamingRules.check(query, flow.query(), OutputMode.Append());
        }
        // A stateful query runs inside Structured Streaming; what follows it is applied to each micro-batch.
        Dataset<Row> base = shape == FlowShape.STATEFUL
                ? Dataset$.MODULE$.ofRows(
                        session,
                        VirtualRelation.leaf(
                                new LeafInput.MicroBatch(flow.name()), TargetSchema.inferred(rows.schema()), session))
                : rows;
        Problem template = Problem.of(ErrorCode.SCHEMA_MISMATCH, "")
                .at(flow.query().location())
                .in(target.name().toString());
        Dataset<Row> fitted = TargetSchema.fit(base, target, declared, template);
        Dataset<Row> checked = withExpectations(fitted, target.name(), target.expectations());
        Map<TableName, List<Expectation>> watched = new LinkedHashMap<>(names.watched());
        if (!target.expectations().isEmpty()) {
            watched.put(target.name(), target.expectations());
        }
        StructType schema = declared == null ? TargetSchema.inferred(fitted.schema()) : declared;
        ColumnNameCheck.check(schema, target, flow.query(), query, context.stored(target.name()));
        return new ResolvedFlow(
                flow,
                query,
                analyzed(checked),
                schema,
                QueryTraits.inputs(query),
                names.reads(),
                shape,
                QueryTraits.volatileReasons(query, analyzed(checked)),
                watched,
                Fingerprints.of(
                        flow.query(),
                        query,
                        seen(names, analyzed(checked)),
                        target.expectations(),
                        settings(session, merged(target.configuration(), flow.configuration())),
                        target,
                        schema),
                Fingerprints.of(
                        flow.query(),
                        query,
                        seen(names, query),
                        List.of(),
                        settings(session, merged(target.configuration(), flow.configuration())),
                        List.of()));
    }

    /** A flow into a sink: its rows are given away as the query has them. */
    ResolvedFlow sinkFlow(FlowDefinition flow) {
        SparkSession session = context.session(flow.configuration());
        return SessionScope.in(session, () -> sinkFlow(flow, session));
    }

    private ResolvedFlow sinkFlow(FlowDefinition flow, SparkSession session) {
        QueryNames names = names(flow.name(), session);
        Dataset<Row> given = analyzer(session).analyze(flow.query(), names);
        SinkChecks.streaming(flow, given);
        LogicalPlan query = StreamingRules.rewrite(analyzed(given));
        FlowShape shape = QueryTraits.shape(query);
        if (shape != FlowShape.BATCH) {
            StreamingRules.check(query, flow.query(), outputMode(flow.kind()));
        }
        String fingerprint = Fingerprints.of(
                flow.query(), query, seen(names, query), List.of(), settings(session, flow.configuration()), List.of());
        return new ResolvedFlow(
                flow,
                query,
                query,
                TargetSchema.inferred(given.schema()),
                QueryTraits.inputs(query),
                names.reads(),
                shape,
                QueryTraits.volatileReasons(query, query),
                names.watched(),
                fingerprint,
                fingerprint);
    }

    private static OutputMode outputMode(FlowKind kind) {
        return kind instanceof FlowKind.Update ? OutputMode.Update() : OutputMode.Append();
    }

    /** What else the rows of a plan come from: views that are read, and code of functions that a name in SQL stands for. */
    private List<String> seen(QueryNames names, LogicalPlan plan) {
        List<String> seen = new ArrayList<>(names.fingerprints());
        if (!context.code().isEmpty() && QueryTraits.callsUserCode(plan)) {
            seen.add(context.code());
        }
        return seen;
    }

    private QueryNames names(TableName reader, SparkSession session) {
        return new QueryNames(context, graph, session, reader, analyzer(session)::inline);
    }

    private QueryAnalyzer analyzer(SparkSession session) {
        return analyzers.computeIfAbsent(
                session, key -> new QueryAnalyzer(key, configuration, context::secret, context::resolvePath));
    }

    /** What a query is run with: its own settings, and those of the pipeline that may change its rows. */
    private static Map<String, String> settings(SparkSession session, Map<String, String> own) {
        return merged(ResultSettings.of(session), own);
    }

    private static Map<String, String> merged(Map<String, String> first, Map<String, String> second) {
        Map<String, String> all = new LinkedHashMap<>(first);
        all.putAll(second);
        return all;
    }

    private static Dataset<Row> withExpectations(Dataset<Row> rows, TableName dataset, List<Expectation> rules) {
        List<Problem> problems = ExpectationCheck.check(rows, dataset, rules);
        if (!problems.isEmpty()) {
            throw new PipelineException(problems);
        }
        return ExpectationPlan.apply(rows, dataset, rules);
    }

    private static Dataset<Row> rename(Dataset<Row> rows, ViewDefinition view) {
        List<ViewDefinition.ViewColumn> columns = view.columns();
        if (columns.isEmpty()) {
            return rows;
        }
        if (columns.size() != rows.columns().length) {
            throw new PipelineException(Problem.of(
                            ErrorCode.SCHEMA_MISMATCH,
                            "the view `" + view.name().name() + "` names " + columns.size() + " columns but its query"
                                    + " gives " + rows.columns().length)
                    .remedy("name each column of the query, in order: " + String.join(", ", rows.columns()))
                    .at(view.location()));
        }
        return rows.toDF(columns.stream().map(ViewDefinition.ViewColumn::name).toArray(String[]::new));
    }

    private static void checkStreaming(FlowDefinition flow, TableDefinition target, Dataset<Row> rows) {
        String table = target.name().name();
        FlowKind kind = flow.kind();
        boolean wantsStream = kind instanceof FlowKind.Append
                || kind instanceof FlowKind.Update
                || kind instanceof FlowKind.ReplaceUsing
                || isStreamingCdc(kind);
        if (wantsStream && !rows.isStreaming()) {
            throw new PipelineException(Problem.of(
                            ErrorCode.QUERY_NOT_STREAMING,
                            "the streaming table `" + table + "` cannot be created from a batch query")
                    .because("none of the query's inputs is read as a stream")
                    .remedy("put STREAM before the input whose new rows are to be added, make `" + table
                            + "` a materialized view, or use INSERT INTO ONCE for rows that are loaded one time"));
        }
        if (!wantsStream && rows.isStreaming()) {
            String what = kind instanceof FlowKind.Refresh
                    ? "the materialized view `" + table + "`"
                    : "the flow `" + flow.name().name() + "`";
            throw new PipelineException(Problem.of(ErrorCode.QUERY_NOT_BATCH, what + " reads a stream")
                    .remedy(
                            kind instanceof FlowKind.Refresh
                                    ? "remove STREAM from the query, or make `" + table + "` a streaming table"
                                    : "remove STREAM from the query"));
        }
    }

    private static boolean isStreamingCdc(FlowKind kind) {
        return kind instanceof FlowKind.AutoCdc cdc && !cdc.once();
    }

    private static LogicalPlan analyzed(Dataset<Row> rows) {
        return ((org.apache.spark.sql.classic.Dataset<Row>) rows)
                .queryExecution()
                .analyzed();
    }
}
