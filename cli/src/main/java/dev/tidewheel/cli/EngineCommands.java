package dev.tidewheel.cli;

import dev.tidewheel.cli.output.OutputFormat;
import dev.tidewheel.cli.progress.ProgressListener;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * What the command line asks of the engine. All methods throw {@link PipelineException} for what the user can mend, and
 * anything else for defects; results come back as values and are printed by the commands.
 */
public interface EngineCommands {

    /** Starts an update and returns at once; events reach the listener on threads of the engine. */
    RunningUpdate run(RunRequest request, ProgressListener listener);

    /** Checks everything that a run would check; returns the graph as text. */
    String validate(SpecRequest request, OutputFormat format);

    /** The graph in one of the formats text, mermaid, json. */
    String graph(SpecRequest request, OutputFormat format);

    /** What a run would do, and why. */
    PlannedUpdate plan(RunRequest request, OutputFormat format);

    /** The rows of a query; they are read while they are printed. */
    QueryRows query(SpecRequest request, String sql);

    /** Sends each matching event to the printer, one line each; with {@code follow} until stopped. */
    void events(EventsRequest request, OutputFormat format, Consumer<String> printer);

    /** The datasets of the pipeline with what is known of them. */
    QueryRows tables(SpecRequest request);

    /** The savepoints of the pipeline. */
    QueryRows savepoints(SpecRequest request);

    /**
     * Makes a savepoint; returns what came of it as text.
     *
     * @param name empty for one that says when
     * @param tables patterns; empty for all tables
     */
    String createSavepoint(SpecRequest request, String name, List<String> tables);

    /**
     * Removes savepoints; returns what came of it as text.
     *
     * @param names empty for all that are older than {@code age}
     * @param age empty for the retention of the pipeline
     */
    String expireSavepoints(SpecRequest request, List<String> names, String age);

    /**
     * Takes tables back to a savepoint; returns what came of it as text.
     *
     * @param tables patterns; empty for all tables of the savepoint
     */
    String restore(SpecRequest request, String name, List<String> tables);

    /**
     * Starts a server for Spark's own client.
     *
     * @param port 0 for any that is free
     * @param notices is told, in a line for people, what is run
     */
    RunningServer connect(SpecRequest request, int port, Consumer<String> notices);

    /** A server that listens until it is closed. */
    interface RunningServer extends AutoCloseable {
        /** What a client is given to find it and to be let in. */
        String address();

        /** Waits until the server is asked to end. */
        void await() throws InterruptedException;

        /** Asks the server to end; returns at once, may be called at any time and more than once. */
        void stop();

        /** Stops updates that run, and waits for them. */
        @Override
        void close();
    }

    /**
     * A plan as text.
     *
     * @param refusals why a run would be refused; empty if it would not
     */
    record PlannedUpdate(String text, List<Problem> refusals) {
        public PlannedUpdate {
            refusals = List.copyOf(refusals);
        }
    }

    /** An update that has started. */
    interface RunningUpdate {
        /** Waits for the end, which is not an exception even if the update fails. */
        UpdateOutcome await() throws InterruptedException;

        /** What the pipeline wants to be shown when the update has completed; empty if nothing, or if it cannot be shown. */
        Optional<UpdatePreview> preview();

        /** Asks for a clean stop; returns at once, may be called at any time and more than once. */
        void stop();
    }

    /**
     * How an update ended.
     *
     * @param completed false if it failed or was stopped
     * @param problems why it failed; empty if it completed or was stopped
     */
    record UpdateOutcome(boolean completed, List<Problem> problems) {
        public UpdateOutcome {
            problems = List.copyOf(problems);
        }
    }

    /**
     * A few rows for a person.
     *
     * @param hint what to try next, empty if there is nothing to say
     */
    record UpdatePreview(QueryRows rows, String hint) {}

    /** Rows with their types. */
    record QueryRows(StructType schema, Iterator<Row> rows) {}
}
