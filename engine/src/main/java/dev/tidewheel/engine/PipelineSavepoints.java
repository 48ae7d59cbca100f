package dev.tidewheel.engine;

import dev.tidewheel.engine.graph.DataflowGraph;
import dev.tidewheel.engine.graph.LeafInput;
import dev.tidewheel.engine.graph.ResolvedFlow;
import dev.tidewheel.engine.savepoint.Retention;
import dev.tidewheel.engine.savepoint.SavedTable;
import dev.tidewheel.engine.savepoint.Savepoint;
import dev.tidewheel.engine.savepoint.SavepointRestore;
import dev.tidewheel.engine.savepoint.Savepoints;
import dev.tidewheel.engine.savepoint.Savepoints.Afterwards;
import dev.tidewheel.engine.state.Lease;
import dev.tidewheel.model.definition.Definitions;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.name.TableName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/**
 * The savepoints of a pipeline, for those who look after it. What changes something takes the lease of the pipeline, so
 * that no update runs meanwhile. Thread-safe.
 */
public final class PipelineSavepoints {

    private final PipelineEngine engine;

    PipelineSavepoints(PipelineEngine engine) {
        this.engine = engine;
    }

    /** All of them, oldest first. */
    public List<Savepoint> list() {
        return engine.active(() ->
                engine.savepoints(engine.parts(Definitions.NONE), () -> {}).list());
    }

    /**
     * Makes a savepoint of tables as they are now.
     *
     * @param name empty for one that says when
     * @param tables patterns as in selections; empty for all tables
     * @throws PipelineException UPDATE_IN_PROGRESS, SAVEPOINT_INVALID, SELECTION_INVALID
     */
    public Savepoint create(String name, List<String> tables) {
        return withLease((parts, definitions, id, mayWrite) -> {
            Savepoints savepoints = engine.savepoints(parts, mayWrite);
            List<TableName> wanted = new SavepointSelection(engine, parts, definitions).toSave(tables);
            return savepoints.create(
                    name.isEmpty() ? savepoints.freeName("savepoint") : name,
                    "by hand",
                    "",
                    wanted,
                    List.of(),
                    Afterwards.GOING_ON);
        });
    }

    /**
     * What came of a restore.
     *
     * @param tables that went back
     * @param before savepoint of how they were
     * @param readers what happens to those that read the tables and did not go back, each a sentence
     */
    public record Outcome(List<SavepointRestore.Restored> tables, String before, List<String> readers) {
        public Outcome {
            tables = List.copyOf(tables);
            readers = List.copyOf(readers);
        }
    }

    /**
     * Takes tables back to a savepoint.
     *
     * @param tables patterns as in selections; empty for all tables of the savepoint
     * @throws PipelineException SAVEPOINT_NOT_FOUND, SAVEPOINT_INVALID, SELECTION_INVALID, UPDATE_IN_PROGRESS; nothing is
     *     changed then
     */
    public Outcome restore(String name, List<String> tables) {
        return withLease((parts, definitions, id, mayWrite) -> {
            Savepoints savepoints = engine.savepoints(parts, mayWrite);
            Savepoint savepoint = savepoints.find(name);
            List<SavedTable> chosen = new SavepointSelection(engine, parts, definitions).toRestore(savepoint, tables);
            SavepointRestore restore = new SavepointRestore(
                    parts.lake(),
                    parts.storage(),
                    savepoints,
                    parts.session().sessionState().newHadoopConf());
            restore.check(savepoint, chosen);
            String before = savepoints.freeName("before-restore");
            savepoints.create(
                    before,
                    "before going back to " + name,
                    id,
                    chosen.stream().map(SavedTable::name).toList(),
                    List.of(),
                    Afterwards.NEW_GENERATIONS);
            return new Outcome(restore.restore(savepoint, chosen, id, mayWrite), before, readers(definitions, chosen));
        });
    }

    /** Those that read a restored table and did not go back with it. */
    private List<String> readers(Definitions definitions, List<SavedTable> chosen) {
        Set<TableName> restored = chosen.stream().map(SavedTable::name).collect(Collectors.toSet());
        DataflowGraph graph;
        try {
            graph = engine.validate();
        } catch (PipelineException e) {
            // the tables are back, whatever the definitions are like
            return List.of();
        }
        List<String> readers = new ArrayList<>();
        for (ResolvedFlow flow : graph.flows()) {
            boolean behind = !restored.contains(flow.target())
                    && flow.inputs().stream()
                            .anyMatch(input -> input.streaming()
                                    && input instanceof LeafInput.PipelineTable table
                                    && restored.contains(table.name()));
            if (behind) {
                String reader = engine.settings().defaultScope().shorten(flow.target());
                readers.add(
                        "`" + reader + "` reads a restored table as a stream and was not restored: if it has read rows"
                                + " that are gone now, it stops with SOURCE_CHANGED. "
                                + (graph.sink(flow.target()).isPresent()
                                        ? "A sink cannot go back; run"
                                        : "Restore it, too (`TABLE+` names all that reads a table), or run")
                                + " with --full-refresh " + reader);
            }
        }
        return readers;
    }

    /**
     * Removes savepoints, and checkpoints that nobody needs any more.
     *
     * @param names empty for all that are older than {@code age}
     */
    public List<Savepoint> expire(List<String> names, Duration age) {
        return withLease((parts, definitions, id, mayWrite) -> {
            Savepoints savepoints = engine.savepoints(parts, mayWrite);
            names.forEach(savepoints::find);
            Instant oldest = Instant.now().minus(age);
            return savepoints.expire(savepoint ->
                    names.isEmpty() ? savepoint.created().isBefore(oldest) : names.contains(savepoint.name()));
        });
    }

    /** How long this pipeline keeps its savepoints. */
    public Duration retention() {
        return Retention.of(engine.settings().configuration());
    }

    /** Something that is done while no update runs. */
    private interface Work<T> {
        T run(EngineParts parts, Definitions definitions, String id, Runnable mayWrite);
    }

    private <T> T withLease(Work<T> work) {
        Definitions definitions = engine.definitions();
        return engine.active(() -> {
            EngineParts parts = engine.parts(definitions);
            String id = UUID.randomUUID().toString();
            Configuration hadoop = parts.session().sessionState().newHadoopConf();
            try (Lease lease = Lease.acquire(engine.storageRoot(), id, hadoop)) {
                lease.check();
                return work.run(parts, definitions, id, lease::check);
            }
        });
    }
}
