package dev.tidewheel.engine.graph;

import dev.tidewheel.engine.lake.TableSnapshot;
import dev.tidewheel.engine.source.connector.ConnectedSource;
import dev.tidewheel.engine.source.connector.ConnectorOptions;
import dev.tidewheel.engine.source.connector.FunctionArguments;
import dev.tidewheel.engine.source.file.FileSource;
import dev.tidewheel.engine.source.option.FileFormatKind;
import dev.tidewheel.engine.source.schema.FileSchema;
import dev.tidewheel.engine.spark.PlanRewrite;
import dev.tidewheel.engine.spark.SqlPositions;
import dev.tidewheel.model.definition.Dataset;
import dev.tidewheel.model.definition.Expectation;
import dev.tidewheel.model.definition.MaterializedView;
import dev.tidewheel.model.definition.SqlQuery;
import dev.tidewheel.model.definition.TableDefinition;
import dev.tidewheel.model.definition.ViewDefinition;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.name.NameScope;
import dev.tidewheel.model.name.TableName;
import dev.tidewheel.model.text.SourceLocation;
import dev.tidewheel.model.text.SqlFragment;
import dev.tidewheel.model.text.Suggestions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.apache.spark.sql.catalyst.AliasIdentifier;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.analysis.UnresolvedSubqueryColumnAliases;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTableValuedFunction;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedArgumentExpression;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser$;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.trees.Origin;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;

/**
 * Binds the names of one query: datasets of the pipeline first, then stored tables, then whatever Spark knows. Keeps
 * account of what was read. Used by one thread.
 */
final class QueryNames implements NameBinding {

    private static final String DELTA = "delta";
    private static final String FORMAT = "format";
    private static final String SPARK_CATALOG = "spark_catalog";

    private final ResolutionContext context;
    private final GraphNames graph;
    private final SparkSession session;
    private final TableName reader;
    private final BiFunction<SqlQuery, NameBinding, LogicalPlan> views;
    private final Set<TableName> reads = new LinkedHashSet<>();
    private final Map<TableName, List<Expectation>> watched = new LinkedHashMap<>();
    private final List<String> fingerprints = new ArrayList<>();

    /** @param views binds the text of a view that others have published */
    QueryNames(
            ResolutionContext context,
            GraphNames graph,
            SparkSession session,
            TableName reader,
            BiFunction<SqlQuery, NameBinding, LogicalPlan> views) {
        this.context = context;
        this.graph = graph;
        this.session = session;
        this.reader = reader;
        this.views = views;
    }

    Set<TableName> reads() {
        return reads;
    }

    Map<TableName, List<Expectation>> watched() {
        return watched;
    }

    /** Fingerprints of the views that were inlined. */
    List<String> fingerprints() {
        return fingerprints;
    }

    @Override
    public Optional<LogicalPlan> relation(
            List<String> parts, boolean streaming, Map<String, String> options, NameScope scope, Places places) {
        Optional<TableName> name = scope.qualify(parts);
        if (name.isPresent() && graph.defines(name.get())) {
            return Optional.of(dataset(name.get(), streaming, options));
        }
        if (isPublishedPath(parts)) {
            return Optional.of(deltaAt(parts.get(2), parts.get(2), streaming, options));
        }
        if (parts.size() == 2) {
            Optional<LogicalPlan> path = byPath(parts, streaming, options, places);
            if (path.isPresent()) {
                return path;
            }
        }
        if (name.isPresent()) {
            Optional<LogicalPlan> stored = stored(name.get(), streaming, options);
            if (stored.isPresent()) {
                return stored;
            }
            Optional<LogicalPlan> view = publishedView(name.get(), streaming);
            if (view.isPresent()) {
                return view;
            }
        }
        return foreign(parts, name, streaming, options, scope);
    }

    private LogicalPlan dataset(TableName name, boolean streaming, Map<String, String> options) {
        ResolvedDataset dataset = graph.await(name);
        if (dataset.view() != null) {
            if (dataset.view().isStreaming() != streaming) {
                throw new PipelineException(viewMismatch(name, streaming));
            }
            reads.addAll(dataset.reads());
            watched.putAll(dataset.watched());
            fingerprints.add(dataset.fingerprint());
            return alias(name, dataset.view());
        }
        if (streaming && dataset.definition() instanceof MaterializedView) {
            throw new PipelineException(Problem.of(
                            ErrorCode.QUERY_NOT_STREAMING,
                            "the materialized view `" + name.name() + "` cannot be read as a stream")
                    .because("its rows are recomputed, so there is no order in which they were added")
                    .remedy("read it without STREAM in a materialized view, or make `" + name.name()
                            + "` a streaming table"));
        }
        reads.add(name);
        return leaf(name, new LeafInput.PipelineTable(name, streaming, options), dataset.schema());
    }

    private static Problem viewMismatch(TableName name, boolean streaming) {
        if (streaming) {
            return Problem.of(
                            ErrorCode.QUERY_NOT_STREAMING,
                            "the view `" + name.name() + "` reads its inputs as a batch, so STREAM cannot be put on it")
                    .remedy("write STREAM before the table inside the view, or read the view without STREAM");
        }
        return Problem.of(ErrorCode.QUERY_NOT_BATCH, "the view `" + name.name() + "` is a stream")
                .remedy("read it as STREAM " + name.name() + ", or remove STREAM inside the view");
    }

    private Optional<LogicalPlan> byPath(
            List<String> parts, boolean streaming, Map<String, String> options, Places places) {
        if (parts.get(0).equalsIgnoreCase(DELTA)) {
            String path = parts.get(1);
            return Optional.of(deltaAt(context.resolvePath(path), path, streaming, options));
        }
        UnresolvedRelation relation =
                new UnresolvedRelation(PlanRewrite.toScala(parts), new CaseInsensitiveStringMap(options), streaming);
        return context.files(relation, places).map(source -> files(source, streaming));
    }

    private LogicalPlan deltaAt(String path, String label, boolean streaming, Map<String, String> options) {
        TableSnapshot snapshot = context.storedAt(path)
                .orElseThrow(() -> new PipelineException(
                        Problem.of(ErrorCode.SOURCE_PATH_NOT_FOUND, "there is no Delta table at " + path)
                                .remedy("correct the path, or add a mount for it in the pipeline file")));
        return delta(snapshot.path(), label, snapshot, streaming, options);
    }

    /**
     * The name under which others know what this view reads.
     *
     * @throws PipelineException if nobody else can see it
     */
    List<String> published(List<String> parts, SqlQuery query, Origin place) {
        Optional<TableName> name = query.scope().qualify(parts);
        if (name.isPresent() && graph.defines(name.get())) {
            Dataset dataset = graph.await(name.get()).definition();
            boolean hidden = dataset instanceof ViewDefinition view
                    ? !view.persistent()
                    : dataset instanceof TableDefinition table && table.isPrivate();
            if (hidden) {
                throw new PipelineException(Problem.of(
                                ErrorCode.QUERY_INVALID,
                                "the view `" + reader.name() + "` is published but reads `"
                                        + name.get().name() + "`, which is not")
                        .because("temporary views and private tables exist inside the pipeline only")
                        .remedy("make `" + reader.name() + "` temporary, or publish `"
                                + name.get().name() + "`")
                        .at(SqlPositions.of(place, query.sql())));
            }
        } else if (parts.size() == 2 && isPath(parts)) {
            return parts.get(0).equalsIgnoreCase(DELTA)
                    ? publishedPath(parts.get(1))
                    : List.of(parts.get(0), context.resolvePath(parts.get(1)));
        }
        return name.map(full -> List.of(full.catalog(), full.schema(), full.name()))
                .orElse(parts);
    }

    /** A Delta table by its path, whatever the current catalog is. */
    private List<String> publishedPath(String path) {
        return List.of(SPARK_CATALOG, DELTA, context.resolvePath(path));
    }

    private static boolean isPublishedPath(List<String> parts) {
        return parts.size() == 3
                && parts.get(0).equalsIgnoreCase(SPARK_CATALOG)
                && parts.get(1).equalsIgnoreCase(DELTA)
                && isPath(parts.subList(1, 3));
    }

    private static boolean isPath(List<String> parts) {
        return parts.get(1).contains("/")
                && (parts.get(0).equalsIgnoreCase(DELTA)
                        || FileFormatKind.named(parts.get(0)).isPresent());
    }

    private Optional<LogicalPlan> publishedView(TableName name, boolean streaming) {
        Optional<PublishedQuery> view = context.publishedView(name);
        if (view.isEmpty()) {
            return Optional.empty();
        }
        if (streaming) {
            throw new PipelineException(viewMismatch(name, true));
        }
        PublishedQuery published = view.get();
        SqlQuery query =
                new SqlQuery(SqlFragment.detached(published.text(), name.toString()), published.scope(), Map.of());
        fingerprints.add(published.text());
        return Optional.of(alias(
                name,
                new UnresolvedSubqueryColumnAliases(
                        PlanRewrite.toScala(List.of(published.columns().fieldNames())), views.apply(query, this))));
    }

    private Optional<LogicalPlan> stored(TableName name, boolean streaming, Map<String, String> options) {
        Optional<TableSnapshot> snapshot = context.stored(name);
        if (snapshot.isPresent()) {
            return Optional.of(
                    alias(name, delta(snapshot.get().path(), name.toString(), snapshot.get(), streaming, options)));
        }
        return Optional.empty();
    }

    private LogicalPlan delta(
            String path, String label, TableSnapshot snapshot, boolean streaming, Map<String, String> options) {
        return VirtualRelation.leaf(
                new LeafInput.DeltaTable(path, label, streaming, options), snapshot.schema(), session);
    }

    private LogicalPlan files(FileSource source, boolean streaming) {
        FileSchema schema = context.schema(source, streaming, reader);
        return VirtualRelation.leaf(new LeafInput.Files(source, schema, streaming), schema.rows(), session);
    }

    private Optional<LogicalPlan> foreign(
            List<String> parts,
            Optional<TableName> name,
            boolean streaming,
            Map<String, String> options,
            NameScope scope) {
        boolean temporary = parts.size() == 1
                && session.sessionState().catalog().getTempView(parts.get(0)).isDefined();
        if (temporary) {
            return Optional.empty();
        }
        if (context.isForeignCatalog(parts.get(0)) || (parts.size() < 3 && context.isForeignCatalog(scope.catalog()))) {
            return name.map(full -> new UnresolvedRelation(
                    PlanRewrite.toScala(
                            parts.size() >= 3 || context.isForeignCatalog(parts.get(0))
                                    ? parts
                                    : List.of(full.catalog(), full.schema(), full.name())),
                    new CaseInsensitiveStringMap(options),
                    streaming));
        }
        throw new PipelineException(notFound(parts, scope));
    }

    private Problem notFound(List<String> parts, NameScope scope) {
        String written = String.join(".", parts);
        List<String> known = new ArrayList<>(graph.names(scope));
        known.addAll(context.knownTables(scope));
        known.removeIf(scope.shorten(reader)::equals);
        String last = parts.get(parts.size() - 1);
        Problem problem = Problem.of(ErrorCode.DATASET_NOT_FOUND, "there is no dataset or table `" + written + "`");
        return Suggestions.first(last, known)
                .map(near -> problem.remedy("did you mean `" + near + "`?"))
                .orElse(
                        known.isEmpty()
                                ? problem.remedy("define it in one of the pipeline's files")
                                : problem.remedy("define it, or use one of: " + String.join(", ", first(known))));
    }

    private static List<String> first(List<String> names) {
        List<String> some = names.stream().sorted().distinct().limit(8).toList();
        return names.size() > some.size() ? append(some, "…") : some;
    }

    private static List<String> append(List<String> names, String last) {
        List<String> all = new ArrayList<>(names);
        all.add(last);
        return all;
    }

    private LogicalPlan leaf(TableName name, LeafInput input, StructType schema) {
        return alias(name, VirtualRelation.leaf(input, schema, session));
    }

    private static LogicalPlan alias(TableName name, LogicalPlan plan) {
        return new SubqueryAlias(
                new AliasIdentifier(name.name(), PlanRewrite.toScala(List.of(name.catalog(), name.schema()))), plan);
    }

    @Override
    public Optional<LogicalPlan> tableFunction(UnresolvedTableValuedFunction function, NameScope scope, Places places) {
        List<String> name = PlanRewrite.toJava(function.name());
        String simple = name.get(name.size() - 1).toLowerCase(Locale.ROOT);
        if (simple.equals("stream") && function.functionArgs().size() == 1) {
            // STREAM(LIVE.t) and STREAM(t), where Spark's grammar sees a function.
            return streamArgument(function.functionArgs().head(), scope, places);
        }
        if (simple.equals("read_stream")) {
            return readStream(function, scope, places);
        }
        Optional<ConnectedSource> connected = context.connected(function, places);
        if (connected.isPresent()) {
            return Optional.of(connected(connected.get(), function.isStreaming()));
        }
        if (simple.equals("read_source")) {
            return Optional.of(dataSource(function, places));
        }
        Optional<LogicalPlan> foreign = context.foreign(function, places);
        if (foreign.isPresent()) {
            return foreign;
        }
        MissingConnector.of(simple).ifPresent(problem -> {
            throw new PipelineException(problem);
        });
        Optional<FileSource> files = context.files(function, places);
        if (files.isPresent()) {
            return Optional.of(files(files.get(), function.isStreaming() || simple.equals("cloud_files")));
        }
        return context.tableFunction(function);
    }

    @Override
    public Optional<LogicalPlan> source(
            String format, Map<String, String> options, boolean streaming, @Nullable SourceLocation place) {
        ConnectorOptions given = new ConnectorOptions(options, name -> place);
        return context.connected(format, given, streaming)
                .map(source -> connected(source, streaming))
                .or(() -> context.foreign(format, given, streaming));
    }

    @Override
    public Map<String, String> revealed(Map<String, String> options) {
        return context.revealed(options);
    }

    /** {@code read_source('format', option => 'value')}: any data source that Spark finds by its name. */
    private LogicalPlan dataSource(UnresolvedTableValuedFunction function, Places places) {
        ConnectorOptions options = FunctionArguments.of(function, session, places, FORMAT);
        String format = options.required(FORMAT, "read_source('rate')");
        ConnectorOptions others = options.without(FORMAT);
        return context.connected(format, others, function.isStreaming())
                .map(source -> connected(source, function.isStreaming()))
                .orElseGet(() -> context.dataSource(format, others, function.isStreaming()));
    }

    private LogicalPlan connected(ConnectedSource source, boolean streaming) {
        StructType schema = source.schema();
        return VirtualRelation.leaf(new LeafInput.Connected(source, schema, streaming), schema, session);
    }

    private Optional<LogicalPlan> streamArgument(Expression argument, NameScope scope, Places places) {
        if (argument instanceof org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute attribute) {
            return relation(PlanRewrite.toJava(attribute.nameParts()), true, Map.of(), scope, places);
        }
        return Optional.empty();
    }

    /** {@code read_stream('table', option => value)}, the same as {@code STREAM table WITH (option = value)}. */
    private Optional<LogicalPlan> readStream(UnresolvedTableValuedFunction function, NameScope scope, Places places) {
        List<String> parts = List.of();
        Map<String, String> options = new LinkedHashMap<>();
        for (Expression argument : PlanRewrite.toJava(function.functionArgs())) {
            if (argument instanceof NamedArgumentExpression named && named.value() instanceof Literal value) {
                options.put(named.key(), String.valueOf(value.value()));
            } else if (argument instanceof Literal name && parts.isEmpty() && name.value() != null) {
                parts = PlanRewrite.toJava(CatalystSqlParser$.MODULE$.parseMultipartIdentifier(
                        name.value().toString()));
            } else {
                parts = List.of();
                break;
            }
        }
        if (parts.isEmpty()) {
            throw new PipelineException(
                    Problem.of(ErrorCode.QUERY_INVALID, "read_stream takes the name of a table and options by name")
                            .remedy("write STREAM read_stream('table', skipChangeCommits => true), or STREAM table"));
        }
        return relation(parts, true, options, scope, places);
    }
}
