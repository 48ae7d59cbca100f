package dev.tidewheel.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.tidewheel.engine.lake.Lake;
import dev.tidewheel.engine.lake.TableSnapshot;
import dev.tidewheel.engine.plan.FlowProgress;
import dev.tidewheel.engine.plan.StorageLayout;
import dev.tidewheel.engine.plan.TableAction;
import dev.tidewheel.engine.plan.TablePlan;
import dev.tidewheel.engine.plan.UpdatePlan;
import dev.tidewheel.engine.state.StateDocument;
import dev.tidewheel.engine.state.StateStore;
import dev.tidewheel.model.definition.FlowDefinition;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.name.TableName;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which tables a full refresh computes anew, so that the next update finishes one that was cut short: tables
 * that read a table which has begun anew could not go on from where they were. New rows are collected beside the table;
 * those of a refresh that was cut short are gone on with, unless it is asked for again. One that has not written anything
 * is forgotten. Used under the lease of the pipeline, but for what only looks.
 */
final class UnfinishedRefresh {
    private static final String DOCUMENT = "full-refresh";
    private static final int VERSIONS_KEPT = 3;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StateStore store;
    private final Lake lake;
    private final StorageLayout storage;
    private final Configuration configuration;
    private final Runnable mayWrite;
    private @Nullable Map<TableName, Goal> read;
    private long readVersion = -1;

    /** @param mayWrite asked before anything is written or removed; throws if this process must not do so any more */
    UnfinishedRefresh(Lake lake, StorageLayout storage, Configuration configuration, Runnable mayWrite) {
        this.store = StateStore.open(storage.root(), DOCUMENT, VERSIONS_KEPT, configuration);
        this.lake = lake;
        this.storage = storage;
        this.configuration = configuration;
        this.mayWrite = mayWrite;
    }

    /**
     * What a table is to come to.
     *
     * @param generation of its flows
     * @param counts true if what was collected beside the table is of this refresh, so that it can be gone on with
     * @param owed true if an earlier refresh, which had begun, was to compute it: it has to be, whatever becomes of this one
     */
    private record Goal(int generation, boolean counts, boolean owed) {

        Goal withoutWhatWasCollected() {
            return new Goal(generation, false, owed);
        }

        Goal isOwed() {
            return new Goal(generation, counts, true);
        }
    }

    /**
     * Forgets what earlier refreshes have collected for tables that begin from the beginning; to be called before anything
     * of the new generation is written.
     */
    void clear(Predicate<TableName> beginning, Collection<FlowDefinition> flows) {
        Map<TableName, Goal> goals = goals();
        Map<TableName, Goal> cleared = new LinkedHashMap<>(goals);
        cleared.replaceAll((name, goal) -> beginning.test(name) ? goal.withoutWhatWasCollected() : goal);
        if (!cleared.equals(goals)) {
            write(cleared);
        }
        for (FlowDefinition flow : flows) {
            TableName target = flow.target();
            Optional<TableSnapshot> stored = beginning.test(target) ? stored(target) : Optional.empty();
            if (stored.isPresent()) {
                int next = FlowProgress.generation(stored.get().domains()) + 1;
                int own = FlowProgress.read(stored.get().domains(), flow.name()).generation() + 1;
                delete(storage.table(target) + "/" + TablePlan.aside(next));
                delete(storage.checkpoint(target, flow.name(), own));
            }
        }
    }

    /** Removes what a reset that was cut short may have left where the checkpoint of a new generation belongs. */
    void clearCheckpoint(FlowDefinition flow, int generation) {
        delete(storage.checkpoint(flow.target(), flow.name(), generation));
    }

    /**
     * Notes all tables that the plan resets, before the first of them is. What is left of an earlier refresh that had begun
     * stays noted; one that had not is forgotten.
     */
    void begin(UpdatePlan plan) {
        Set<TableName> owed = unfinished();
        Set<TableName> remaining = remaining();
        Map<TableName, Goal> goals = new LinkedHashMap<>();
        goals().forEach((name, goal) -> {
            if (owed.contains(name)) {
                goals.put(name, goal.isOwed());
            } else if (!remaining.contains(name)) {
                deleteLog(name, goal);
            }
        });
        for (TablePlan table : plan.tables()) {
            if (table.action() instanceof TableAction.Reset
                    && table.stored() != null
                    && !table.flows().isEmpty()) {
                goals.put(
                        table.name(),
                        new Goal(
                                FlowProgress.generation(table.stored().domains()) + 1,
                                true,
                                owed.contains(table.name())));
            }
        }
        write(goals);
    }

    /**
     * Tables that are still to be computed anew. If the last refresh has not written anything yet, only those that one
     * before it has left.
     */
    Set<TableName> unfinished() {
        Set<TableName> unfinished = remaining();
        Map<TableName, Goal> goals = goals();
        Set<TableName> begun = begun().keySet();
        boolean hasWritten = goals.keySet().stream()
                .filter(name -> !isOwed(goals, name))
                .anyMatch(name -> !unfinished.contains(name) || begun.contains(name));
        if (!hasWritten) {
            unfinished.removeIf(name -> !isOwed(goals, name));
        }
        return unfinished;
    }

    private static boolean isOwed(Map<TableName, Goal> goals, TableName table) {
        Goal goal = goals.get(table);
        return goal != null && goal.owed();
    }

    /** Tables that are still to be computed anew. */
    Set<TableName> remaining() {
        Set<TableName> unfinished = new TreeSet<>();
        goals().forEach((name, goal) -> {
            Optional<TableSnapshot> stored = stored(name);
            if (stored.isPresent() && FlowProgress.generation(stored.get().domains()) < goal.generation()) {
                unfinished.add(name);
            }
        });
        return unfinished;
    }

    /** Of those, the ones for which rows are collected, each with the folder below the table's own. */
    Map<TableName, String> begun() {
        Map<TableName, Goal> goals = goals();
        Map<TableName, String> begun = new LinkedHashMap<>();
        for (TableName name : remaining()) {
            Goal goal = goals.get(name);
            String folder = goal == null ? "" : TablePlan.aside(goal.generation());
            if (goal != null
                    && goal.counts()
                    && lake.snapshot(storage.table(name) + "/" + folder).isPresent()) {
                begun.put(name, folder);
            }
        }
        return begun;
    }

    /** Forgets a full refresh that is done, or has done nothing. Returns true if it has done nothing. */
    boolean tidy() {
        Map<TableName, Goal> goals = goals();
        if (goals.isEmpty() || !unfinished().isEmpty()) {
            return false;
        }
        boolean nothing = remaining().size() == goals.size();
        goals.forEach(this::deleteLog);
        write(Map.of());
        return nothing;
    }

    /** The files are the table's now, but the log beside it is of no use. */
    private void deleteLog(TableName table, Goal goal) {
        delete(storage.table(table) + "/" + TablePlan.aside(goal.generation()) + "/_delta_log");
    }

    private Optional<TableSnapshot> stored(TableName name) {
        return lake.snapshot(storage.table(name));
    }

    private void delete(String folder) {
        Path path = new Path(folder);
        try {
            FileSystem files = path.getFileSystem(configuration);
            if (files.exists(path)) {
                mayWrite.run();
                files.delete(path, true);
            }
        } catch (IOException e) {
            throw new PipelineException(
                    Problem.of(ErrorCode.STORAGE_NOT_WRITABLE, "The folder " + folder + " cannot be removed")
                            .because(String.valueOf(e.getMessage()))
                            .remedy("Remove it by hand: it is left over from a full refresh"),
                    e);
        }
    }

    private Map<TableName, Goal> goals() {
        if (read == null) {
            read = readGoals();
        }
        return new LinkedHashMap<>(read);
    }

    private Map<TableName, Goal> readGoals() {
        Map<TableName, Goal> goals = new LinkedHashMap<>();
        Optional<StateDocument> document = store.latest();
        if (document.isEmpty()) {
            return goals;
        }
        readVersion = document.get().version();
        try {
            for (JsonNode table : JSON.readTree(document.get().json()).path("tables")) {
                JsonNode name = table.path("name");
                goals.put(
                        new TableName(
                                name.path(0).asText(),
                                name.path(1).asText(),
                                name.path(2).asText()),
                        new Goal(
                                table.path("generation").asInt(),
                                table.path("counts").asBoolean(true),
                                table.path("owed").asBoolean(false)));
            }
            return goals;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the document " + DOCUMENT + " is not readable", e);
        }
    }

    private void write(Map<TableName, Goal> goals) {
        var json = JSON.createObjectNode();
        ArrayNode tables = json.putArray("tables");
        goals.forEach((name, goal) -> {
            var table = tables.addObject();
            table.putArray("name").add(name.catalog()).add(name.schema()).add(name.name());
            table.put("generation", goal.generation());
            table.put("counts", goal.counts());
            table.put("owed", goal.owed());
        });
        mayWrite.run();
        // on what was read: what somebody else has noted since is not to be forgotten
        readVersion = store.put(readVersion, json.toString()).version();
        read = Map.copyOf(goals);
    }
}
