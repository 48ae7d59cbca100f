package dev.tidewheel.engine.frontend.python;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidewheel.engine.frontend.python.connect.PythonRead;
import dev.tidewheel.engine.frontend.python.connect.PythonReader;
import dev.tidewheel.engine.frontend.python.connect.RelationPlanner;
import dev.tidewheel.engine.frontend.python.connect.UserSession;
import dev.tidewheel.engine.frontend.python.connect.WorkerPython;
import dev.tidewheel.engine.frontend.python.host.PythonHost;
import dev.tidewheel.engine.frontend.python.source.PythonSources;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.name.NameScope;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;
import org.jspecify.annotations.Nullable;

/** What one load of a pipeline's files left in the host. Thread-safe: the host runs one query function at a time. */
final class PythonProgram {

    private final Supplier<PythonHost> hosts;
    private final UserSession session;
    private final RelationPlanner planner;
    private final PythonReader outside;
    private final WorkerPython python;
    private final PythonSources sources;
    private final NameScope scope;
    private final String version;

    /**
     * @param hosts gives the process that has loaded these files
     * @param outside reads for code that is not inside of a query function
     * @param python what functions of the user are run by
     * @param version changes when the user's code changes
     */
    PythonProgram(
            Supplier<PythonHost> hosts,
            UserSession session,
            RelationPlanner planner,
            PythonReader outside,
            WorkerPython python,
            PythonSources sources,
            NameScope scope,
            String version) {
        this.hosts = hosts;
        this.session = session;
        this.planner = planner;
        this.outside = outside;
        this.python = python;
        this.sources = sources;
        this.scope = scope;
        this.version = version;
    }

    NameScope scope() {
        return scope;
    }

    String version() {
        return version;
    }

    PythonSources sources() {
        return sources;
    }

    LogicalPlan plan(SparkSession target, byte[] relation, PythonReader reader) {
        return planner.plan(target, relation, reader, sources);
    }

    /** Functions that the user's code has registered are known in {@code target} from now on. */
    synchronized void shareFunctions(SparkSession target) {
        planner.shareFunctions(target);
    }

    LogicalPlan prepared(LogicalPlan plan) {
        return planner.prepared(plan);
    }

    /** Runs the function of a flow, whose questions about its inputs {@code reader} answers. */
    synchronized byte[] evaluate(int flow, PythonReader reader) {
        Listening listening = new Listening(reader, outside);
        session.readThrough(listening, sources, python);
        JsonNode answer;
        try {
            answer = hosts.get().ask("evaluate", Map.of("flow", flow));
        } finally {
            session.readThrough(outside, sources, python);
        }
        @Nullable RuntimeException failure = listening.failure.get();
        boolean failed = answer.hasNonNull("problem");
        // an input that is not known yet has to be told to the graph, whatever the user's code made of the error
        if (failure != null && (failed || !(failure instanceof PipelineException))) {
            throw failure;
        }
        if (failed) {
            throw new PipelineException(ProblemReader.problem(answer.get("problem"), sources));
        }
        return Base64.getDecoder().decode(answer.get("relation").asText());
    }

    /** Gives a batch to the function of a sink. Several may be given at once. */
    void handle(int sink, Dataset<Row> batch, long number) {
        PythonHost host = hosts.get();
        String rows = session.lend(batch);
        try {
            JsonNode answer = host.ask("handle_batch", Map.of("sink", sink, "rows", rows, "batch", number));
            if (answer.hasNonNull("problem")) {
                throw new PipelineException(ProblemReader.problem(answer.get("problem"), sources));
            }
        } finally {
            if (Thread.currentThread().isInterrupted()) {
                // nobody waits for the function any more, and it must not meet the next one that is given the batch
                host.kill();
            }
            if (!host.isAlive()) {
                // what the lost process has begun would go on beside what the next one begins
                session.interrupt();
            }
            session.takeBack(rows);
        }
    }

    /**
     * Remembers what the reader threw: on its way through Connect and Python only the words would be left. Rows that may
     * be asked for are read as they are stored.
     */
    private static final class Listening implements PythonReader {
        private final PythonReader reader;
        private final PythonReader stored;
        private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

        Listening(PythonReader reader, PythonReader stored) {
            this.reader = reader;
            this.stored = stored;
        }

        @Override
        public LogicalPlan read(PythonRead read, SparkReader spark, boolean executed) {
            try {
                LogicalPlan plan = reader.read(read, spark, executed);
                return executed ? stored.read(read, spark, true) : plan;
            } catch (RuntimeException e) {
                failure.set(e);
                throw e;
            }
        }
    }
}
