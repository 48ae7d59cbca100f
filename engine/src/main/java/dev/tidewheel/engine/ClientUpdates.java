package dev.tidewheel.engine;

import dev.tidewheel.engine.frontend.client.ClientPipelines;
import dev.tidewheel.engine.frontend.client.ClientRun;
import dev.tidewheel.engine.frontend.python.RelationQuery;
import dev.tidewheel.engine.frontend.python.connect.SessionSettings;
import dev.tidewheel.engine.frontend.python.connect.UserSession;
import dev.tidewheel.engine.frontend.sql.SqlFileContext;
import dev.tidewheel.engine.frontend.sql.SqlFrontEnd;
import dev.tidewheel.engine.graph.ColumnResolver;
import dev.tidewheel.engine.graph.ResolvedDataset;
import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.run.UpdateResult;
import dev.tidewheel.model.definition.Definitions;
import dev.tidewheel.model.definition.ViewDefinition;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.event.EventDetails;
import dev.tidewheel.model.event.EventLevel;
import dev.tidewheel.model.event.PipelineEvent;
import dev.tidewheel.model.event.UpdateState;
import dev.tidewheel.model.name.NameScope;
import dev.tidewheel.model.settings.PipelineSettings;
import dev.tidewheel.model.text.SourceText;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.spark.sql.classic.SparkSession;

/** Runs what clients of the server ask for, each update with an engine and a session of its own. Thread-safe. */
final class ClientUpdates implements ClientPipelines, AutoCloseable {

    private final PipelineEngine server;
    private final Consumer<String> notices;
    private final RunningUpdates updates = new RunningUpdates();

    /**
     * @param server engine of the pipeline that the server was started for
     * @param notices is told, in a line for people, what is run
     */
    ClientUpdates(PipelineEngine server, Consumer<String> notices) {
        this.server = server;
        this.notices = notices;
    }

    @Override
    public void use(UserSession session, NameScope scope) {
        EngineParts parts = server.parts(Definitions.NONE);
        Set<String> catalogs = new TreeSet<>(parts.tables().catalogs());
        catalogs.add(scope.catalog());
        Catalogs.add(session.spark(), catalogs, server.settings(), parts.storage());
        session.use(scope);
    }

    @Override
    public Definitions sql(SourceText file, NameScope scope, Map<String, String> configuration) {
        return SqlFrontEnd.parse(
                file, new SqlFileContext(scope, configuration, server.settings().parameters()));
    }

    @Override
    public Columns columns(Definitions definitions, RelationQuery query) {
        return server.active(() -> {
            EngineParts parts = server.parts(definitions);
            ViewDefinition view = new ViewDefinition(
                    query.scope().table("the query of a client"),
                    false,
                    List.of(),
                    null,
                    Map.of(),
                    query,
                    List.of(),
                    Map.of(),
                    query.location());
            ResolvedDataset resolved = new ColumnResolver(
                            server.resolution(parts, definitions, false, name -> false, Map.of()),
                            server.settings().configuration())
                    .resolve(definitions, view);
            return new Columns(
                    resolved.schema(),
                    resolved.view() != null && resolved.view().isStreaming());
        });
    }

    @Override
    public void run(ClientRun run) throws InterruptedException {
        PipelineSettings settings = ClientProject.settings(server.settings(), run);
        SparkSession session = session(run);
        try (PipelineEngine engine = PipelineEngine.on(
                session, settings, () -> BoundParameters.in(run.definitions().get(), settings.parameters()))) {
            if (run.dry()) {
                updates.check(engine::validate);
                run.events().accept(Instant.now(), "The pipeline is valid. Nothing was written.");
            } else {
                update(engine, run);
            }
        }
    }

    /** A session with the settings of the server and of the pipeline, but not with the server's own tables. */
    private SparkSession session(ClientRun run) {
        SparkSession base = server.session();
        SparkSession session = base.newSession();
        SessionSettings.copy(
                base,
                session,
                (key, value) -> !key.startsWith(Catalogs.KEY)
                        || !Catalogs.CLASS.equals(base.conf().get(catalogOf(key), "")));
        run.configuration().forEach((key, value) -> {
            if (key.startsWith("spark.") && (session.conf().isModifiable(key) || key.startsWith(Catalogs.KEY))) {
                session.conf().set(key, value);
            }
        });
        return session;
    }

    /** The key under which the class of a catalog stands, from any of the catalog's keys. */
    private static String catalogOf(String key) {
        String name = key.substring(Catalogs.KEY.length()).split("\\.", 2)[0];
        return Catalogs.KEY + name;
    }

    private void update(PipelineEngine engine, ClientRun run) throws InterruptedException {
        ClientRun.Refresh asked = run.selection();
        UpdateRequest request = UpdateRequest.of(new Selection(asked.some(), asked.full(), asked.all()))
                .watchedBy(event -> show(event, run));
        String name = engine.settings().name();
        notices.accept("Update " + request.updateId() + " of `" + name + "` begins.");
        UpdateResult result;
        try {
            result = updates.run(engine, request);
        } catch (InterruptedException e) {
            notices.accept("Update " + request.updateId() + " of `" + name + "` was stopped by its client.");
            throw e;
        }
        notices.accept("Update " + request.updateId() + " of `" + name + "` is " + result.state() + ".");
        if (!result.problems().isEmpty()) {
            throw new PipelineException(result.problems());
        }
        if (result.state() != UpdateState.COMPLETED) {
            throw new PipelineException(
                    Problem.of(ErrorCode.PROCESS_DIED, "the update was stopped before it had come to its end")
                            .because("the server ends")
                            .remedy("run it again: what it had committed is complete, and it goes on from there"));
        }
    }

    /** What a person wants to see; that an update has failed, the client sees from how it ends. */
    private static void show(PipelineEvent event, ClientRun run) {
        boolean progress = event.details() instanceof EventDetails.FlowProgress
                || (event.details() instanceof EventDetails.UpdateProgress update
                        && update.state() != UpdateState.FAILED);
        if (progress || event.level().isAtLeast(EventLevel.WARN) && event.level() != EventLevel.ERROR) {
            run.events().accept(event.timestamp(), event.message());
        }
    }

    @Override
    public void close() {
        updates.close();
    }
}
