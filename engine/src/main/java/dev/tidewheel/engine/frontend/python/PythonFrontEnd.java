package dev.tidewheel.engine.frontend.python;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidewheel.engine.frontend.python.connect.ConnectServer;
import dev.tidewheel.engine.frontend.python.connect.PythonReader;
import dev.tidewheel.engine.frontend.python.connect.RelationPlanner;
import dev.tidewheel.engine.frontend.python.connect.UserSession;
import dev.tidewheel.engine.frontend.python.host.PythonEnvironment;
import dev.tidewheel.engine.frontend.python.host.PythonHost;
import dev.tidewheel.engine.frontend.python.source.PythonSources;
import dev.tidewheel.model.definition.Definitions;
import dev.tidewheel.model.settings.PipelineSettings;
import dev.tidewheel.model.settings.SourceFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.spark.sql.classic.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * Reads pipelines written in Python. The host process and Spark Connect are started with the first file, and stay until
 * this is closed; the files are run again with each load. Thread-safe.
 */
public final class PythonFrontEnd implements AutoCloseable {

    /** Where Tidewheel keeps what outlives a pipeline; set by its launcher. */
    private static final String STATE = "tidewheel.state";

    /** In Spark 4.2.0 a function over columns that come straight from a Parquet file waits for ever for its input. */
    private static final String COLUMNAR_INPUT = "spark.sql.execution.arrow.pythonUDF.columnarInput.enabled";

    private static final int SECONDS_FOR_HOOKS = 5;

    private final PipelineSettings settings;
    private final Consumer<String> notices;
    private @Nullable Running running;
    private @Nullable PythonProgram program;
    private int hooks;

    /** What was started. */
    private record Running(PythonEnvironment environment, PythonHost host, UserSession session) {}

    /** @param notices is told what takes long */
    public PythonFrontEnd(PipelineSettings settings, Consumer<String> notices) {
        this.settings = settings;
        this.notices = notices;
    }

    /**
     * What Python files declare. Those in other languages are passed over.
     *
     * @param spark gives the session, and may take its time: the host starts meanwhile
     * @throws dev.tidewheel.model.error.PipelineException with everything that is wrong
     */
    public synchronized Definitions load(List<SourceFile> all, Supplier<SparkSession> spark) {
        List<SourceFile.Python> files = new ArrayList<>();
        for (SourceFile file : all) {
            if (file instanceof SourceFile.Python python) {
                files.add(python);
            }
        }
        if (files.isEmpty()) {
            return Definitions.NONE;
        }
        Running now = start(spark);
        PythonSources sources = new PythonSources(settings.root());
        PythonReader outside = new TopLevelReader(this::resolve);
        now.session().readThrough(outside, sources);
        JsonNode answer = now.host()
                .ask(
                        "load",
                        Map.of(
                                "root",
                                settings.root().toString(),
                                "mounts",
                                settings.mounts().places(),
                                "files",
                                files.stream()
                                        .map(file -> Map.of("path", file.path().toString(), "name", file.name()))
                                        .toList()));
        answer.get("converted")
                .properties()
                .forEach(file -> sources.replace(file.getKey(), file.getValue().asText()));
        RelationPlanner planner = new RelationPlanner(
                now.environment().python().toString(), now.environment().variables(folders(files)));
        String version = CodeVersion.of(answer.get("modules"), now.environment(), settings.configuration());
        PythonProgram loaded = new PythonProgram(
                now.host(), now.session(), planner, outside, sources, settings.defaultScope(), version);
        MessageReader messages = new MessageReader(planner, now.session().spark(), sources, settings.defaultScope());
        program = loaded;
        hooks = answer.get("hooks").asInt();
        return new DefinitionReader(loaded, messages).read(answer);
    }

    /** Functions that the user's code has registered are known in {@code target} from now on. */
    public synchronized void shareFunctions(SparkSession target) {
        if (program != null) {
            program.shareFunctions(target);
        }
    }

    /** Takes events as JSON for the hooks of the pipeline, in order; empty if it has none. */
    public synchronized Optional<Consumer<String>> eventHooks() {
        Running now = running;
        return now == null || hooks == 0
                ? Optional.empty()
                : Optional.of(event -> now.host().ask("event", Map.of("event", event)));
    }

    /** Gives the hooks some time for the events that they have not seen. */
    public synchronized void finishHooks() {
        if (running != null && running.host().isAlive()) {
            running.host().ask("finish_hooks", Map.of("seconds", SECONDS_FOR_HOOKS));
        }
    }

    private Running start(Supplier<SparkSession> spark) {
        Running now = running;
        if (now != null && now.host().isAlive()) {
            return now;
        }
        close();
        String state = System.getProperty(STATE);
        PythonEnvironment environment = PythonEnvironment.prepare(
                state == null ? settings.folder().resolve(".tidewheel") : Path.of(state),
                settings.dependencies(),
                settings.folder(),
                notices);
        PythonHost host = PythonHost.start(environment, settings.root());
        SparkSession base = spark.get();
        if (!base.conf().contains(COLUMNAR_INPUT)) {
            base.conf().set(COLUMNAR_INPUT, "false");
        }
        ConnectServer server = ConnectServer.of(base);
        UserSession session = UserSession.open(base, settings.defaultScope());
        now = new Running(environment, host, session);
        running = now;
        host.ask(
                "connect",
                Map.of(
                        "endpoint",
                        server.endpoint(),
                        "token",
                        server.token(),
                        "sessionId",
                        session.id(),
                        "configuration",
                        settings.configuration()));
        return now;
    }

    private String resolve(String path) {
        return settings.mounts().resolve(path);
    }

    /** Where workers look for modules of the user. */
    private List<Path> folders(List<SourceFile.Python> files) {
        List<Path> folders = new ArrayList<>(List.of(settings.root()));
        for (SourceFile.Python file : files) {
            Path parent = file.path().getParent();
            if (parent != null && !folders.contains(parent)) {
                folders.add(parent);
            }
        }
        return folders;
    }

    @Override
    public synchronized void close() {
        if (running != null) {
            running.host().close();
            running.session().close();
            running = null;
            program = null;
        }
    }
}
