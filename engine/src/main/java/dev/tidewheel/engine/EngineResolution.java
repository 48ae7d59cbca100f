package dev.tidewheel.engine;

import dev.tidewheel.engine.event.query.EventLogPlan;
import dev.tidewheel.engine.graph.LeafInput;
import dev.tidewheel.engine.graph.PublishedQuery;
import dev.tidewheel.engine.graph.ResolutionContext;
import dev.tidewheel.engine.lake.Lake;
import dev.tidewheel.engine.lake.StoredView;
import dev.tidewheel.engine.lake.StoredViews;
import dev.tidewheel.engine.lake.TableSnapshot;
import dev.tidewheel.engine.plan.FlowProgress;
import dev.tidewheel.engine.plan.StorageLayout;
import dev.tidewheel.engine.plan.StreamCheckpoints;
import dev.tidewheel.engine.secret.Secrets;
import dev.tidewheel.engine.source.connector.ConnectedSource;
import dev.tidewheel.engine.source.connector.ConnectorOptions;
import dev.tidewheel.engine.source.connector.ConnectorRequest;
import dev.tidewheel.engine.source.connector.Connectors;
import dev.tidewheel.engine.source.connector.FunctionArguments;
import dev.tidewheel.engine.source.connector.SparkSource;
import dev.tidewheel.engine.source.file.FileFunctions;
import dev.tidewheel.engine.source.file.FileSource;
import dev.tidewheel.engine.source.schema.FileSchema;
import dev.tidewheel.engine.source.schema.SchemaStore;
import dev.tidewheel.engine.spark.PlanRewrite;
import dev.tidewheel.model.definition.Definitions;
import dev.tidewheel.model.definition.FlowDefinition;
import dev.tidewheel.model.definition.SinkDefinition;
import dev.tidewheel.model.name.NameScope;
import dev.tidewheel.model.name.TableName;
import dev.tidewheel.model.settings.PipelineSettings;
import dev.tidewheel.model.text.SourceLocation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTableValuedFunction;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.trees.Origin;
import org.apache.spark.sql.classic.SparkSession;
import org.jspecify.annotations.Nullable;

/** What the resolution of one graph may look at: the pipeline's settings, its storage and the session. Thread-safe. */
final class EngineResolution implements ResolutionContext {

    private final PipelineSettings settings;
    private final FlowSessions sessions;
    private final Lake lake;
    private final StoredViews views;
    private final StorageLayout storage;
    private final StoredTables tables;
    private final Definitions definitions;
    private final String code;
    private final Secrets secrets;
    private final Set<TableName> own = new HashSet<>();
    private final Map<TableName, FlowDefinition> flows = new HashMap<>();
    private final Map<TableName, Optional<PublishedQuery>> seenViews = new ConcurrentHashMap<>();
    private final Set<TableName> sinks;
    private final StreamCheckpoints checkpoints;
    private final boolean mayWrite;
    private final Predicate<TableName> startsAnew;
    private final Map<TableName, String> continued;
    private final Set<String> ignored = new ConcurrentSkipListSet<>();
    private Set<String> evolved = Set.of();

    /**
     * @param code changes when functions do that can be called by name
     * @param mayWrite true for a run, which keeps what it finds out about files; false for a check
     * @param startsAnew true for tables that the update computes from the beginning
     * @param continued folders of tables whose full refresh has begun
     */
    EngineResolution(
            PipelineSettings settings,
            FlowSessions sessions,
            Lake lake,
            StoredViews views,
            StorageLayout storage,
            StoredTables tables,
            Definitions definitions,
            String code,
            Secrets secrets,
            StreamCheckpoints checkpoints,
            boolean mayWrite,
            Predicate<TableName> startsAnew,
            Map<TableName, String> continued) {
        this.continued = continued;
        this.settings = settings;
        this.sessions = sessions;
        this.lake = lake;
        this.views = views;
        this.storage = storage;
        this.tables = tables;
        this.definitions = definitions;
        this.code = code;
        this.secrets = secrets;
        definitions.datasets().forEach(dataset -> own.add(dataset.name()));
        definitions.flows().forEach(flow -> flows.put(flow.name(), flow));
        this.sinks = definitions.sinks().stream().map(SinkDefinition::name).collect(Collectors.toSet());
        this.checkpoints = checkpoints;
        this.mayWrite = mayWrite;
        this.startsAnew = startsAnew;
    }

    /**
     * Before anything is resolved: what is stored in these folders of schemas counts in any case, as this update has
     * stored it.
     */
    EngineResolution counting(Set<String> folders) {
        this.evolved = Set.copyOf(folders);
        return this;
    }

    /** Options of sources that were given and have no effect, each with the name of its source. */
    Set<String> ignored() {
        return ignored;
    }

    @Override
    public SparkSession session(Map<String, String> configuration) {
        return sessions.session(configuration);
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public NameScope defaults() {
        return settings.defaultScope();
    }

    @Override
    public Optional<TableSnapshot> stored(TableName name) {
        return !own.contains(name) && isForeignCatalog(name.catalog()) ? Optional.empty() : lake.snapshot(target(name));
    }

    /** Where the flows of a table go on: beside the table, while a full refresh is not done. */
    private String target(TableName name) {
        String folder = continued.get(name);
        return folder == null ? storage.table(name) : storage.table(name) + "/" + folder;
    }

    @Override
    public Optional<TableSnapshot> storedAt(String path) {
        return lake.snapshot(path);
    }

    @Override
    public boolean startsAnew(TableName name) {
        return startsAnew.test(name);
    }

    @Override
    public Optional<PublishedQuery> publishedView(TableName name) {
        Optional<PublishedQuery> found = isForeignCatalog(name.catalog())
                ? Optional.empty()
                : views.read(storage.view(name)).map(view -> query(view, name));
        seenViews.put(name, found);
        return found;
    }

    private static PublishedQuery query(StoredView view, TableName name) {
        String catalog = view.catalog() == null ? name.catalog() : view.catalog();
        String schema =
                view.namespace().isEmpty() ? name.schema() : view.namespace().get(0);
        return new PublishedQuery(
                view.query(), new NameScope(catalog, schema), view.queryColumns(), view.schema(), view.settings());
    }

    /** The published views that were asked for, and what they were. */
    Map<TableName, Optional<PublishedQuery>> seenViews() {
        return Map.copyOf(seenViews);
    }

    @Override
    public String resolvePath(String path) {
        return settings.mounts().resolve(path);
    }

    @Override
    public List<String> knownTables(NameScope scope) {
        return tables.list(scope.catalog(), scope.schema());
    }

    @Override
    public boolean isForeignCatalog(String catalog) {
        return sessions.isForeignCatalog(catalog);
    }

    @Override
    public Optional<FileSource> files(
            UnresolvedTableValuedFunction function, Function<Origin, @Nullable SourceLocation> places) {
        return FileFunctions.reads(function)
                ? Optional.of(fileFunctions(places).fromTableFunction(function))
                : Optional.empty();
    }

    @Override
    public Optional<FileSource> files(UnresolvedRelation relation, Function<Origin, @Nullable SourceLocation> places) {
        return fileFunctions(places).fromRelation(relation);
    }

    @Override
    public Optional<ConnectedSource> connected(
            UnresolvedTableValuedFunction function, Function<Origin, @Nullable SourceLocation> places) {
        String name = PlanRewrite.toJava(function.name()).get(function.name().size() - 1);
        return Connectors.installed().ofFunction(name).map(connector -> {
            SparkSession session = sessions.session(Map.of());
            ConnectorOptions options = FunctionArguments.of(
                    function, session, places, connector.firstArgument().orElse(null));
            return connector.open(request(session, name, options, function.isStreaming()));
        });
    }

    @Override
    public Optional<ConnectedSource> connected(String format, ConnectorOptions options, boolean streaming) {
        return Connectors.installed()
                .ofFormat(format)
                .map(connector -> connector.open(request(sessions.session(Map.of()), format, options, streaming)));
    }

    @Override
    public Optional<LogicalPlan> foreign(
            UnresolvedTableValuedFunction function, Function<Origin, @Nullable SourceLocation> places) {
        String name = PlanRewrite.toJava(function.name()).get(function.name().size() - 1);
        return Connectors.installed().translatorOfFunction(name).map(translator -> {
            SparkSession session = sessions.session(Map.of());
            ConnectorRequest request =
                    request(session, name, FunctionArguments.of(function, session, places), function.isStreaming());
            return SparkSource.translated(translator, request)
                    .orElseGet(() -> SparkSource.load(translator.format(), request));
        });
    }

    @Override
    public Optional<LogicalPlan> foreign(String format, ConnectorOptions options, boolean streaming) {
        return Connectors.installed()
                .translatorOfFormat(format)
                .flatMap(translator -> SparkSource.translated(
                        translator, request(sessions.session(Map.of()), format, options, streaming)));
    }

    @Override
    public LogicalPlan dataSource(String format, ConnectorOptions options, boolean streaming) {
        return SparkSource.load(format, request(sessions.session(Map.of()), format, options, streaming));
    }

    @Override
    public Map<String, String> revealed(Map<String, String> options) {
        return secrets.reveal(options);
    }

    @Override
    public String secret(String scope, String key) {
        return secrets.value(scope, key);
    }

    private ConnectorRequest request(SparkSession session, String name, ConnectorOptions options, boolean streaming) {
        return new ConnectorRequest(
                session,
                name.toLowerCase(Locale.ROOT),
                options,
                streaming,
                this::resolvePath,
                secrets::reveal,
                option -> ignored.add(option + " of " + name.toLowerCase(Locale.ROOT)));
    }

    private FileFunctions fileFunctions(Function<Origin, @Nullable SourceLocation> places) {
        return new FileFunctions(sessions.session(Map.of()), this::resolvePath, places);
    }

    @Override
    public FileSchema schema(FileSource source, boolean streaming, TableName reader) {
        if (!streaming) {
            return source.resolveSchema(SchemaStore.none());
        }
        FlowDefinition flow = flows.get(reader);
        // A view has one schema for all who read it: a full refresh of one of them finds it out anew.
        List<FlowDefinition> readers = flow == null ? ViewReaders.of(reader, definitions) : List.of(flow);
        int generation = readers.stream().mapToInt(this::generation).sum();
        String folder = storage.sourceState(
                        flow == null ? reader : flow.target(), reader, generation, LeafInput.Files.key(source, true))
                + "/schemas";
        Configuration configuration = sessions.session(Map.of()).sessionState().newHadoopConf();
        SchemaStore store =
                mayWrite ? SchemaStore.writable(configuration, folder) : SchemaStore.readOnly(configuration, folder);
        boolean anew = !readers.isEmpty()
                && (readers.stream().anyMatch(one -> startsAnew.test(one.target()))
                        || readers.stream().allMatch(one -> hasNoRows(one.name())));
        return source.resolveSchema(anew && !evolved.contains(folder) ? store.anew() : store);
    }

    private int generation(FlowDefinition flow) {
        int stored = progress(flow).generation();
        boolean exists = sinks.contains(flow.target()) || stored(flow.target()).isPresent();
        return startsAnew.test(flow.target()) && exists ? stored + 1 : stored;
    }

    private FlowProgress progress(FlowDefinition flow) {
        if (sinks.contains(flow.target())) {
            return checkpoints.ofSink(flow.target(), flow.name()).progress();
        }
        return stored(flow.target())
                .map(snapshot -> FlowProgress.read(snapshot.domains(), flow.name()))
                .orElse(FlowProgress.NONE);
    }

    /** True if the flow has written nothing that is still there, so that it is bound to no schema. */
    boolean hasNoRows(TableName name) {
        FlowDefinition flow = flows.get(name);
        return flow == null || progress(flow).batch() < 0;
    }

    @Override
    public Optional<LogicalPlan> tableFunction(UnresolvedTableValuedFunction function) {
        List<String> name = PlanRewrite.toJava(function.name());
        Optional<LogicalPlan> state =
                new CloudFilesState(sessions.session(Map.of()), lake, storage, defaults()).plan(function);
        if (state.isPresent()) {
            return state;
        }
        boolean ownLog = name.get(name.size() - 1).toLowerCase(Locale.ROOT).equals("event_log");
        return ownLog ? Optional.of(EventLogPlan.plan(sessions.session(Map.of()), storage.root())) : Optional.empty();
    }
}
