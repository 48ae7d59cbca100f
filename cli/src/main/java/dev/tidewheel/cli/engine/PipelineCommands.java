package dev.tidewheel.cli.engine;

import dev.tidewheel.cli.EngineCommands;
import dev.tidewheel.cli.EventsRequest;
import dev.tidewheel.cli.RunRequest;
import dev.tidewheel.cli.SpecRequest;
import dev.tidewheel.cli.output.OutputFormat;
import dev.tidewheel.cli.progress.ProgressListener;
import dev.tidewheel.engine.EngineOptions;
import dev.tidewheel.engine.PipelineEngine;
import dev.tidewheel.engine.PipelineServer;
import dev.tidewheel.engine.QueryResult;
import dev.tidewheel.engine.TableStatus;
import dev.tidewheel.engine.UpdateRequest;
import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.plan.UpdatePlan;
import dev.tidewheel.engine.run.UpdateResult;
import dev.tidewheel.engine.session.EngineLog;
import dev.tidewheel.model.event.UpdateState;
import dev.tidewheel.model.settings.PipelineFile;
import dev.tidewheel.model.settings.PipelineSettings;
import dev.tidewheel.model.settings.Preview;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine behind the command line. One command runs in a process, so the engine is opened for it and left open. */
public final class PipelineCommands implements EngineCommands {

    private static final Logger LOG = LoggerFactory.getLogger(PipelineCommands.class);

    private final BiFunction<PipelineSettings, EngineOptions, PipelineEngine> opener;

    /** The engine with a Spark of this process's own. */
    public PipelineCommands() {
        this(PipelineEngine::open);
    }

    /** The engine on whatever session {@code opener} chooses. */
    public PipelineCommands(BiFunction<PipelineSettings, EngineOptions, PipelineEngine> opener) {
        this.opener = opener;
    }

    // not a constant: reading it starts a good part of Spark, which --help does not need
    private static StructType tableColumns() {
        return StructType.fromDDL(
                "name STRING, kind STRING, rows BIGINT, bytes BIGINT, version BIGINT, last_update TIMESTAMP, state"
                        + " STRING");
    }

    @Override
    public RunningUpdate run(RunRequest request, ProgressListener listener) {
        PipelineSettings settings = settings(request.pipeline());
        settings.ignored().forEach(ignored -> listener.accept(ProgressText.ignored(ignored)));
        boolean continuous = request.continuous() || settings.continuous();
        if (continuous) {
            listener.accept(ProgressText.continuous());
        }
        PipelineEngine engine = open(settings, request.pipeline());
        AtomicBoolean stopping = new AtomicBoolean();
        UpdateRequest asked = UpdateRequest.of(selection(request)).withRetries().accepting(request.acceptedResets());
        UpdateRequest update = asked.watchedBy(
                        event -> ProgressText.of(event, asked.updateId()).ifPresent(listener::accept))
                .stoppedBy(stopping::get)
                .continuously(continuous);
        CompletableFuture<UpdateResult> result = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        result.complete(engine.run(update));
                    } catch (Throwable e) {
                        result.completeExceptionally(e);
                    }
                },
                "update");
        thread.setDaemon(true);
        thread.start();
        return new Running(engine, update, result, stopping);
    }

    private record Running(
            PipelineEngine engine, UpdateRequest update, CompletableFuture<UpdateResult> result, AtomicBoolean stopping)
            implements RunningUpdate {
        @Override
        public UpdateOutcome await() throws InterruptedException {
            try {
                UpdateResult ended = result.get();
                // to be stopped is the only good end of a continuous update
                UpdateState good = update.continuous() ? UpdateState.CANCELED : UpdateState.COMPLETED;
                return new UpdateOutcome(ended.state() == good, ended.problems());
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException failure) {
                    throw failure;
                }
                throw new IllegalStateException(e.getCause());
            }
        }

        @Override
        public Optional<UpdatePreview> preview() {
            return engine.settings().preview().flatMap(preview -> {
                try {
                    Dataset<Row> rows = engine.query(preview.sql()).limit(Preview.MAX_ROWS);
                    Iterator<Row> shown = rows.collectAsList().iterator();
                    return Optional.of(new UpdatePreview(
                            new QueryRows(rows.schema(), shown), preview.hint().orElse("")));
                } catch (Exception e) {
                    // also the checked exceptions that Spark throws without saying so
                    LOG.warn("The preview could not be shown", e);
                    return Optional.empty();
                }
            });
        }

        @Override
        public void stop() {
            stopping.set(true);
            engine.interrupt(update.tag());
        }
    }

    @Override
    public String validate(SpecRequest request, OutputFormat format) {
        try (PipelineEngine engine = open(request)) {
            return GraphText.of(engine.validate(), engine.settings().defaultScope())
                    .print(format);
        }
    }

    @Override
    public String graph(SpecRequest request, OutputFormat format) {
        return validate(request, format);
    }

    @Override
    public PlannedUpdate plan(RunRequest request, OutputFormat format) {
        try (PipelineEngine engine = open(request.pipeline())) {
            UpdatePlan plan = engine.plan(selection(request), request.acceptedResets());
            String text = PlanText.of(plan, engine.settings().defaultScope())
                    .with(engine.resetReports(plan))
                    .print(format);
            return new PlannedUpdate(text, plan.refusals());
        }
    }

    private static Selection selection(RunRequest request) {
        return new Selection(request.refresh(), request.fullRefresh(), request.fullRefreshAll())
                .resettingCheckpoints(request.resetCheckpoints());
    }

    @Override
    public QueryRows query(SpecRequest request, String sql) {
        QueryResult result = open(request).rows(sql);
        return new QueryRows(result.schema(), result.rows());
    }

    @Override
    public void events(EventsRequest request, OutputFormat format, Consumer<String> printer) {
        new EventPrinting(settings(request.pipeline()), request, format, printer).run();
    }

    @Override
    public RunningServer connect(SpecRequest request, int port, Consumer<String> notices) {
        PipelineServer server = PipelineServer.on(open(settingsOrNone(request), request), port, notices);
        return new Serving(server, new CountDownLatch(1));
    }

    private record Serving(PipelineServer server, CountDownLatch ending) implements RunningServer {
        @Override
        public String address() {
            return server.address();
        }

        @Override
        public void await() throws InterruptedException {
            ending.await();
        }

        @Override
        public void stop() {
            ending.countDown();
        }

        @Override
        public void close() {
            server.close();
        }
    }

    /** A server may be started where there is no pipeline: its clients bring theirs. */
    private static PipelineSettings settingsOrNone(SpecRequest request) {
        Path folder = request.spec().toAbsolutePath().normalize();
        boolean none = Files.isDirectory(folder)
                && PipelineFile.NAMES.stream().map(folder::resolve).noneMatch(Files::isRegularFile);
        return none
                ? request.libraries()
                        .addedTo(PipelineSettings.builder(folder.toString(), folder)
                                .configuration(request.settings())
                                .build())
                : settings(request);
    }

    @Override
    public QueryRows tables(SpecRequest request) {
        try (PipelineEngine engine = open(request)) {
            List<TableStatus> tables = engine.tables();
            Stream<Row> rows = tables.stream()
                    .map(table -> RowFactory.create(
                            table.name(),
                            table.kind(),
                            table.rows(),
                            table.bytes(),
                            table.version(),
                            table.updated() == null ? null : Timestamp.from(table.updated()),
                            table.state()));
            Iterator<Row> iterator = rows.toList().iterator();
            return new QueryRows(tableColumns(), iterator);
        }
    }

    @Override
    public QueryRows savepoints(SpecRequest request) {
        try (PipelineEngine engine = open(request)) {
            return SavepointCommands.list(engine);
        }
    }

    @Override
    public String createSavepoint(SpecRequest request, String name, List<String> tables) {
        try (PipelineEngine engine = open(request)) {
            return SavepointCommands.create(engine, name, tables);
        }
    }

    @Override
    public String expireSavepoints(SpecRequest request, List<String> names, String age) {
        try (PipelineEngine engine = open(request)) {
            return SavepointCommands.expire(engine, names, age);
        }
    }

    @Override
    public String restore(SpecRequest request, String name, List<String> tables) {
        try (PipelineEngine engine = open(request)) {
            return SavepointCommands.restore(engine, name, tables);
        }
    }

    private PipelineEngine open(SpecRequest request) {
        return open(settings(request), request);
    }

    private static PipelineSettings settings(SpecRequest request) {
        return request.libraries().addedTo(PipelineFile.load(request.spec(), request.settings()));
    }

    private PipelineEngine open(PipelineSettings settings, SpecRequest request) {
        EngineLog log = request.verbose()
                ? new EngineLog.ToScreen()
                : settings.storageFolder()
                        .<EngineLog>map(folder ->
                                new EngineLog.ToFile(folder.resolve("logs").resolve("engine.log")))
                        .orElseGet(() -> new EngineLog.ToFile(
                                Path.of(System.getProperty("java.io.tmpdir"), "tidewheel-" + settings.id() + ".log")));
        return opener.apply(
                settings,
                new EngineOptions(request.master().orElse(null), request.sparkSettings(), log, System.err::println));
    }
}
