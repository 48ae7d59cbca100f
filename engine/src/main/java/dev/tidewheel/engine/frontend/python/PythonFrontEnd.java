package dev.tidewheel.engine.frontend.python;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidewheel.engine.frontend.python.connect.ConnectServer;
import dev.tidewheel.engine.frontend.python.connect.PythonReader;
import dev.tidewheel.engine.frontend.python.connect.RelationPlanner;
import dev.tidewheel.engine.frontend.python.connect.UserSession;
import dev.tidewheel.engine.frontend.python.connect.WorkerPython;
import dev.tidewheel.engine.frontend.python.host.PythonEnvironment;
import dev.tidewheel.engine.frontend.python.host.PythonHost;
import dev.tidewheel.engine.frontend.python.source.PythonSources;
import dev.tidewheel.engine.secret.Secrets;
import dev.tidewheel.model.definition.Definitions;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.settings.PipelineSettings;
import dev.tidewheel.model.settings.SourceFile;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.spark.sql.classic.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * Reads pipelines written in Python. The host process and Spark Connect are started with the first file, and stay until
 * this is closed; the files are run again with each load. Thread-safe.
 */
public final class PythonFrontEnd implements AutoCloseable {

    /** Where Tidewheel keeps what outlives a pipeline; set by its launcher. */
    private static final String STATE = "tidewheel.state";

    /** Spark's own name for the interpreter that runs functions. */
    private static final String WORKERS = "PYSPARK_PYTHON";

    private static final int SECONDS_FOR_HOOKS = 5;

    private final PipelineSettings settings;
    private final Secrets secrets;
    private final Consumer<String> notices;
    private volatile @Nullable Running running;
    private @Nullable PythonProgram program;
    private @Nullable Loaded loaded;
    private int hooks;

    /** What was started. */
    private record Running(PythonEnvironment environment, PythonHost host, UserSession session) {}

    /** What the host was given to run, and the version of the code that it ran. */
    private record Loaded(Map<String, ?> files, String version) {}

    /**
     * @param secrets that Python code may ask for
     * @param notices is told what takes long
     */
    public PythonFrontEnd(PipelineSettings settings, Secrets secrets, Consumer<String> notices) {
        this.settings = settings;
        this.secrets = secrets;
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
            program = null;
            hooks = 0;
            return Definitions.NONE;
        }
        Running now = start(spark);
        PythonSources sources = new PythonSources(settings.root());
        PythonReader outside = new TopLevelReader(this::resolve);
        WorkerPython python = new WorkerPython(
                now.environment().python().toString(),
                now.environment()
                        .variables(folders(
                                files.stream().map(SourceFile.Python::path).toList())));
        now.session().use(settings.defaultScope());
        now.session().runIn(python);
        now.session().readThrough(outside, sources, python);
        Map<String, ?> request = Map.of(
                "root",
                settings.root().toString(),
                "mounts",
                settings.mounts().places(),
                "files",
                files.stream()
                        .map(file -> Map.of("path", file.path().toString(), "name", file.name()))
                        .toList());
        JsonNode answer = now.host().ask("load", request);
        answer.get("converted")
                .properties()
                .forEach(file -> sources.replace(file.getKey(), file.getValue().asText()));
        WorkerPython workers = workers(now, answer, files);
        now.session().runIn(workers);
        now.session().readThrough(outside, sources, workers);
        RelationPlanner planner =
                new RelationPlanner(now.session(), workers, MessageReader.texts(answer.get("formats")));
        String version = CodeVersion.of(answer.get("modules"), now.environment(), settings.configuration());
        PythonProgram read = new PythonProgram(
                this::loadedHost, now.session(), planner, outside, workers, sources, settings.defaultScope(), version);
        MessageReader messages = new MessageReader(planner, now.session().spark(), sources, settings.defaultScope());
        program = read;
        loaded = new Loaded(request, version);
        hooks = answer.get("hooks").asInt();
        return new DefinitionReader(read, messages).read(answer);
    }

    /** The host with the files that were loaded last; if it was lost, a new one runs them again. */
    private synchronized PythonHost loadedHost() {
        Running now = running;
        Loaded last = loaded;
        if (now == null || last == null) {
            throw new IllegalStateException("no Python file was loaded");
        }
        if (now.host().isAlive()) {
            return now.host();
        }
        notices.accept("Starting the Python process again");
        PythonHost host = PythonHost.start(now.environment(), settings.root(), secrets);
        connect(host, now.session());
        JsonNode answer = host.ask("load", last.files());
        String version = CodeVersion.of(answer.get("modules"), now.environment(), settings.configuration());
        if (!version.equals(last.version())) {
            host.close();
            throw new PipelineException(Problem.of(
                            ErrorCode.SOURCE_CHANGED, "the Python files are not those that the update has begun with")
                    .because("the Python process had to be started again, and a file was edited meanwhile")
                    .remedy("run the update again"));
        }
        running = new Running(now.environment(), host, now.session());
        return host;
    }

    /** A text that changes when the code that was loaded last, or what it is run with, changes. */
    public synchronized String version() {
        return program == null ? "" : program.version();
    }

    /** Functions that the user's code has registered are known in {@code target} from now on. */
    public synchronized void shareFunctions(SparkSession target) {
        if (program != null) {
            program.shareFunctions(target);
        }
    }

    /**
     * Takes events as JSON for the hooks of the pipeline, in order; empty if it has none.
     *
     * @param reports is told when a hook fails, some time after it did
     */
    public synchronized Optional<Consumer<String>> eventHooks(Consumer<HookReport> reports) {
        Running now = running;
        return now == null || hooks == 0 ? Optional.empty() : Optional.of(event -> deliver(event, reports));
    }

    /** While there is no process, there are no hooks either. */
    private void deliver(String event, Consumer<HookReport> reports) {
        Running now = running;
        if (now != null && now.host().isAlive()) {
            report(now.host().ask("event", Map.of("event", event)), reports);
        }
    }

    /** Gives the hooks some time for the events that they have not seen. */
    public synchronized void finishHooks(Consumer<HookReport> reports) {
        Running now = running;
        if (now != null && now.host().isAlive()) {
            report(now.host().ask("finish_hooks", Map.of("seconds", SECONDS_FOR_HOOKS)), reports);
        }
    }

    private static void report(JsonNode answer, Consumer<HookReport> reports) {
        for (JsonNode report : answer.get("reports")) {
            reports.accept(new HookReport(
                    report.get("hook").asText(),
                    report.get("status").asText(),
                    report.get("message").asText()));
        }
    }

    /**
     * What runs functions of a client that is not our host: the interpreter that this process was given for it, as Spark
     * would take it, else that of the pipeline's environment.
     *
     * @param files in which the functions are, and beside which there may be more that they use
     */
    public WorkerPython.Interpreter workers(List<Path> files) {
        List<Path> folders = folders(files);
        String given = System.getenv(WORKERS);
        if (given != null && !given.isBlank()) {
            String path = folders.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
            return new WorkerPython.Interpreter(given, Map.of("PYTHONPATH", path));
        }
        PythonEnvironment environment = environment();
        return new WorkerPython.Interpreter(environment.python().toString(), environment.variables(folders));
    }

    private PythonEnvironment environment() {
        String state = System.getProperty(STATE);
        return PythonEnvironment.prepare(
                state == null ? settings.folder().resolve(".tidewheel") : Path.of(state),
                settings.dependencies(),
                settings.folder(),
                notices);
    }

    private Running start(Supplier<SparkSession> spark) {
        Running now = running;
        if (now != null && now.host().isAlive()) {
            return now;
        }
        close();
        PythonEnvironment environment = environment();
        PythonHost host = PythonHost.start(environment, settings.root(), secrets);
        SparkSession base = spark.get();
        ConnectServer.of(base);
        UserSession session = UserSession.open(base, settings.defaultScope());
        now = new Running(environment, host, session);
        running = now;
        connect(host, session);
        return now;
    }

    private void connect(PythonHost host, UserSession session) {
        ConnectServer server = ConnectServer.of(session.spark());
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
    }

    /** What functions are run by once it is known where the user's code looks for modules, and what it found there. */
    private static WorkerPython workers(Running now, JsonNode answer, List<SourceFile.Python> files) {
        List<Path> path = new ArrayList<>();
        answer.get("path").forEach(entry -> path.add(Path.of(entry.asText())));
        Map<String, String> variables = new HashMap<>(now.environment().variables(path));
        // processes are kept for the next functions in the same environment, and with them the modules that they know
        variables.put("TIDEWHEEL_MODULES", CodeVersion.ofModules(answer.get("modules"), files));
        return new WorkerPython(now.environment().python().toString(), variables);
    }

    private String resolve(String path) {
        return settings.mounts().resolve(path);
    }

    /** Where workers look for modules of the user. */
    private List<Path> folders(List<Path> files) {
        List<Path> folders = new ArrayList<>(List.of(settings.root()));
        for (Path file : files) {
            Path parent = file.getParent();
            if (parent != null && !folders.contains(parent)) {
                folders.add(parent);
            }
        }
        return folders;
    }

    @Override
    public synchronized void close() {
        Running now = running;
        if (now != null) {
            now.host().close();
            now.session().close();
            running = null;
            program = null;
            loaded = null;
        }
    }
}
