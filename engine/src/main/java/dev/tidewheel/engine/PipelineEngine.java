package dev.tidewheel.engine;

import dev.tidewheel.engine.frontend.java.JavaFrontEnd;
import dev.tidewheel.engine.frontend.python.PythonFrontEnd;
import dev.tidewheel.engine.graph.DataflowGraph;
import dev.tidewheel.engine.graph.GraphResolver;
import dev.tidewheel.engine.graph.LeafInput;
import dev.tidewheel.engine.lake.Lake;
import dev.tidewheel.engine.library.LibraryJars;
import dev.tidewheel.engine.plan.ResetReport;
import dev.tidewheel.engine.plan.ResetReporter;
import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.plan.SelectionPatterns;
import dev.tidewheel.engine.plan.UpdatePlan;
import dev.tidewheel.engine.run.UpdateResult;
import dev.tidewheel.engine.savepoint.Savepoints;
import dev.tidewheel.engine.secret.HandedOut;
import dev.tidewheel.engine.secret.Secrets;
import dev.tidewheel.engine.session.MissingExecutors;
import dev.tidewheel.engine.session.SessionOptions;
import dev.tidewheel.engine.session.SparkSessions;
import dev.tidewheel.model.definition.Definitions;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.name.TableName;
import dev.tidewheel.model.settings.PipelineSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.SparkSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pipeline in one process. Opening it starts Spark in the background; what does not need Spark does not wait for it.
 * It can be kept open: source files are read again with each call, and what has not changed is not analysed again.
 *
 * <p>Thread-safe; updates of the same pipeline exclude each other, in this process and in others.
 */
public final class PipelineEngine implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PipelineEngine.class);

    /** Property of a table that names the pipeline to which it belongs. */
    static final String OWNER = "pipelines.pipelineId";

    private final PipelineSettings settings;
    private final CompletableFuture<org.apache.spark.sql.SparkSession> session;
    private final JavaFrontEnd javaFrontEnd = new JavaFrontEnd();
    private final PythonFrontEnd pythonFrontEnd;
    private final Consumer<String> notices;
    private final Secrets secrets;
    private final GraphCache graphs = new GraphCache();
    private final Supplier<Definitions> declared;
    private volatile List<String> artifacts = List.of();
    private @Nullable EngineParts parts;

    private PipelineEngine(
            PipelineSettings settings,
            CompletableFuture<org.apache.spark.sql.SparkSession> session,
            Consumer<String> notices,
            @Nullable Supplier<Definitions> declared) {
        this.settings = settings;
        this.session = session;
        this.notices = notices;
        this.secrets = Secrets.in(settings.secrets());
        this.pythonFrontEnd = new PythonFrontEnd(settings, secrets, notices);
        this.declared = declared == null ? this::inFiles : declared;
    }

    /** Opens the engine for a pipeline; the session starts meanwhile. */
    public static PipelineEngine open(PipelineSettings settings, EngineOptions options) {
        Map<String, String> spark = sparkSettings(settings.configuration());
        SessionOptions session = SessionOptions.local(settings.name())
                .withLog(options.log())
                .with(Secrets.in(settings.secrets()).reveal(spark))
                .with(Catalogs.settings(settings))
                .with(options.configuration())
                .hiding(Secrets.namesIn(spark))
                .onMaster(options.master());
        CompletableFuture<org.apache.spark.sql.SparkSession> opened = SparkSessions.openInBackground(session);
        if (!session.isLocal()) {
            MissingExecutors.watch(opened, options.notices());
        }
        return new PipelineEngine(settings, opened, options.notices(), null);
    }

    /** Opens the engine on a session that the caller owns and has configured as {@link SparkSessions} would. */
    public static PipelineEngine on(org.apache.spark.sql.SparkSession session, PipelineSettings settings) {
        return on(session, settings, LOG::info);
    }

    /** The same, with somebody who is told, in a line for people, what takes long and what has no effect. */
    public static PipelineEngine on(
            org.apache.spark.sql.SparkSession session, PipelineSettings settings, Consumer<String> notices) {
        Catalogs.settings(settings).forEach((key, value) -> session.conf().set(key, value));
        return new PipelineEngine(settings, CompletableFuture.completedFuture(session), notices, null);
    }

    /** The same for a pipeline whose declarations come from elsewhere than its files. */
    static PipelineEngine on(
            org.apache.spark.sql.SparkSession session, PipelineSettings settings, Supplier<Definitions> declared) {
        Catalogs.settings(settings).forEach((key, value) -> session.conf().set(key, value));
        return new PipelineEngine(settings, CompletableFuture.completedFuture(session), LOG::info, declared);
    }

    private static Map<String, String> sparkSettings(Map<String, String> configuration) {
        Map<String, String> spark = new LinkedHashMap<>();
        configuration.forEach((key, value) -> {
            if (key.startsWith("spark.")) {
                spark.put(key, value);
            }
        });
        return spark;
    }

    public PipelineSettings settings() {
        return settings;
    }

    /**
     * The resolved graph; nothing is written.
     *
     * @throws PipelineException with everything that is wrong
     */
    public DataflowGraph validate() {
        Definitions definitions = definitions();
        return active(() -> {
            EngineParts ready = parts(definitions);
            DataflowGraph graph = resolve(ready, definitions, Selection.ALL, false);
            ready.planner().check(graph);
            noticeOptionsWithoutEffect(graph);
            return graph;
        });
    }

    /** What an update would do; nothing is written. */
    public UpdatePlan plan(Selection selection) {
        return plan(selection, List.of());
    }

    /**
     * What an update would do; nothing is written.
     *
     * @param acceptedResets tables, sinks and flows that may begin anew if their definition changed so that they have to
     */
    public UpdatePlan plan(Selection selection, List<String> acceptedResets) {
        Definitions definitions = definitions();
        return active(() -> {
            EngineParts ready = parts(definitions);
            Selection whole = finishing(ready, definitions, selection);
            UpdatePlan plan = accepted(acceptedResets)
                    .plan(
                            whole,
                            (chosen, accepted) -> ready.planner()
                                    .plan(
                                            resolve(ready, definitions, chosen, false),
                                            chosen,
                                            ownTables(ready),
                                            accepted))
                    .plan();
            return ready.planner().measured(plan);
        });
    }

    AcceptedResets accepted(List<String> names) {
        return new AcceptedResets(names, settings.defaultScope());
    }

    /** The selection with names in the place of patterns, and what a full refresh that was cut short has left to do. */
    Selection finishing(EngineParts ready, Definitions definitions, Selection selection) {
        Selection expanded = new SelectionPatterns(
                        definitions, settings.defaultScope(), new GraphOnDemand(this, ready, definitions)::graph)
                .expand(selection);
        UnfinishedRefresh refresh = unfinishedRefresh(ready);
        return expanded.finishing(refresh.unfinished(), refresh.begun(), settings.defaultScope());
    }

    /** For what only looks. */
    UnfinishedRefresh unfinishedRefresh(EngineParts ready) {
        return unfinishedRefresh(ready, () -> {
            throw new IllegalStateException("without a lease nothing is written");
        });
    }

    UnfinishedRefresh unfinishedRefresh(EngineParts ready, Runnable mayWrite) {
        return new UnfinishedRefresh(
                ready.lake(), ready.storage(), ready.session().sessionState().newHadoopConf(), mayWrite);
    }

    /** What the resets of a plan mean; nothing is written. */
    public List<ResetReport> resetReports(UpdatePlan plan) {
        return active(() -> resetReports(parts(Definitions.NONE), plan));
    }

    List<ResetReport> resetReports(EngineParts ready, UpdatePlan plan) {
        return new ResetReporter(ready.lake(), ready.inputs(), ready.checkpoints(), settings.defaultScope())
                .report(plan);
    }

    /** @param mayWrite asked before anything is written or removed; throws if this process must not do so any more */
    Savepoints savepoints(EngineParts ready, Runnable mayWrite) {
        return new Savepoints(
                ready.lake(),
                ready.storage(),
                settings.id(),
                ready.session().sessionState().newHadoopConf(),
                mayWrite);
    }

    /** The savepoints of the pipeline, and ways back to them. */
    public PipelineSavepoints savepoints() {
        return new PipelineSavepoints(this);
    }

    /**
     * Runs an update to its end. It always gets an id, events and a terminal state, also if the sources do not parse. If it is
     * begun again after a failure, the result is the last one's.
     */
    public UpdateResult run(UpdateRequest request) {
        UpdateResult result = active(() -> new UpdateRetries(this, request).run());
        return new UpdateResult(result.updateId(), result.state(), result.flows(), HandedOut.redact(result.problems()));
    }

    /** Cancels what Spark does for updates with a tag that are to stop; what is committed stays. */
    public void interrupt(String tag) {
        if (session.isDone() && !session.isCompletedExceptionally()) {
            session.join().sparkContext().cancelJobsWithTag(tag);
        }
    }

    /** The result of a query over the pipeline's tables and everything that Spark knows. */
    public Dataset<Row> query(String sql) {
        return active(() -> catalogQuery().run(sql));
    }

    /** As {@link #query}; the rows are computed while they are taken, and what fails then is a problem with a place. */
    public QueryResult rows(String sql) {
        return active(() -> catalogQuery().rows(sql));
    }

    private CatalogQuery catalogQuery() {
        EngineParts ready = parts(Definitions.NONE);
        Catalogs.add(ready.session(), ready.tables().catalogs(), settings, ready.storage());
        new CatalogEntries(ready).enterStored();
        return new CatalogQuery(ready.session(), settings, ready.lake(), ready.storage(), this::definitions);
    }

    /** Spark looks for settings and catalogs in whatever session is active in the thread: it has to be ours. */
    <T> T active(Supplier<T> action) {
        try {
            return session().withActive(action::get);
        } catch (PipelineException e) {
            throw HandedOut.redact(e);
        }
    }

    /** Every dataset of the pipeline, and stored tables that it no longer defines. */
    public List<TableStatus> tables() {
        Definitions definitions = definitions();
        EngineParts ready = parts(definitions);
        return new TableListing(ready, ownTables(ready)).list(definitions);
    }

    /** Tells the person at the screen. */
    void notice(String text) {
        notices.accept(text);
    }

    /** The session, once it is there. */
    SparkSession session() {
        return (SparkSession) waitFor(session);
    }

    PythonFrontEnd python() {
        return pythonFrontEnd;
    }

    Definitions definitions() {
        return declared.get();
    }

    private Definitions inFiles() {
        artifacts = LibraryJars.of(settings);
        return DefinitionLoader.load(settings, javaFrontEnd, pythonFrontEnd, this::session)
                .definitions();
    }

    DataflowGraph resolve(EngineParts ready, Definitions definitions, Selection selection, boolean mayWrite) {
        return resolve(ready, definitions, selection, mayWrite, Set.of());
    }

    /** The graph of an update that goes on after streams have met new columns. */
    DataflowGraph resolveAnew(EngineParts ready, Definitions definitions, Selection selection, Set<String> evolved) {
        graphs.forget();
        return resolve(ready, definitions, selection, true, evolved);
    }

    private DataflowGraph resolve(
            EngineParts ready, Definitions definitions, Selection selection, boolean mayWrite, Set<String> evolved) {
        ready.sessions().all().forEach(pythonFrontEnd::shareFunctions);
        Predicate<TableName> startsAnew = selection.startsAnew(definitions, settings.defaultScope());
        EngineResolution resolution = resolution(ready, definitions, mayWrite, startsAnew, selection.continued())
                .counting(evolved);
        DataflowGraph graph = graphs.resolve(
                definitions,
                pythonFrontEnd.version(),
                resolution,
                mayWrite,
                startsAnew,
                () -> new GraphResolver(resolution, settings.configuration()).resolve(definitions));
        if (!resolution.ignored().isEmpty()) {
            notice("ignored: options that have no effect here: " + String.join(", ", resolution.ignored()));
        }
        return graph;
    }

    EngineResolution resolution(
            EngineParts ready,
            Definitions definitions,
            boolean mayWrite,
            Predicate<TableName> startsAnew,
            Map<TableName, String> continued) {
        return new EngineResolution(
                settings,
                ready.sessions(),
                ready.lake(),
                ready.views(),
                ready.storage(),
                ready.tables(),
                definitions,
                pythonFrontEnd.version(),
                secrets,
                ready.checkpoints(),
                mayWrite,
                startsAnew,
                continued);
    }

    /** Tells of options that are accepted so that queries run unchanged. */
    void noticeOptionsWithoutEffect(DataflowGraph graph) {
        Set<String> names = graph.flows().stream()
                .flatMap(flow -> flow.inputs().stream())
                .filter(LeafInput.Files.class::isInstance)
                .flatMap(files -> ((LeafInput.Files) files).source().optionsWithoutEffect().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        if (!names.isEmpty()) {
            notice("ignored: options of files that have no effect here: " + String.join(", ", names));
        }
    }

    List<TableName> ownTables(EngineParts ready) {
        return ready.tables().list().stream().filter(name -> isOwn(ready, name)).toList();
    }

    /** All stored tables of the pipeline: those that the catalog's folders hold, and those that are kept elsewhere. */
    List<TableName> ownTables(EngineParts ready, Definitions definitions) {
        Set<TableName> names = new LinkedHashSet<>(ownTables(ready));
        definitions.datasets().stream()
                .map(dataset -> dataset.name())
                .filter(ready.storage().explicitPaths()::containsKey)
                .filter(name -> isOwn(ready, name))
                .forEach(names::add);
        return List.copyOf(names);
    }

    private boolean isOwn(EngineParts ready, TableName name) {
        return ready.lake()
                .snapshot(ready.storage().table(name))
                .filter(snapshot -> settings.id().equals(snapshot.properties().get(OWNER)))
                .isPresent();
    }

    /** The session and everything on it; waits for the session. Paths that definitions give are taken from them. */
    synchronized EngineParts parts(Definitions definitions) {
        Map<TableName, String> paths = TablePaths.explicit(definitions, storageRoot(), settings.mounts()::resolve);
        if (parts == null) {
            SparkSession opened = session();
            parts = EngineParts.build(settings, secrets, opened, paths, new Lake(opened), new FlowSessions(opened));
        } else if (!definitions.datasets().isEmpty()
                && !paths.equals(parts.storage().explicitPaths())) {
            parts = EngineParts.build(settings, secrets, parts.session(), paths, parts.lake(), parts.sessions());
        }
        // Spark takes settings, those of catalogs included, from the session that is active on the thread
        SparkSession.setActiveSession(parts.session());
        Set<String> catalogs = new TreeSet<>();
        definitions.datasets().forEach(dataset -> catalogs.add(dataset.name().catalog()));
        Catalogs.add(parts.session(), catalogs, settings, parts.storage());
        parts.sessions().use(jars());
        Catalogs.add(parts.sessions().session(Map.of()), catalogs, settings, parts.storage());
        return parts;
    }

    /** Jars that flows run with: the pipeline's own code, and what it names of Maven repositories. */
    private List<String> jars() {
        List<String> jars = new ArrayList<>(javaFrontEnd.jars());
        jars.addAll(artifacts);
        return jars;
    }

    String storageRoot() {
        return EngineParts.storageRoot(settings);
    }

    private static org.apache.spark.sql.SparkSession waitFor(
            CompletableFuture<org.apache.spark.sql.SparkSession> session) {
        try {
            return session.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** Gives back what this engine holds; the session stays open. */
    @Override
    public synchronized void close() {
        if (parts != null) {
            parts.lake().close();
        }
        javaFrontEnd.close();
        pythonFrontEnd.close();
    }
}
