package dev.tidewheel.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.tidewheel.engine.lake.TableSnapshot;
import dev.tidewheel.engine.plan.FlowProgress;
import dev.tidewheel.engine.plan.TableAction;
import dev.tidewheel.engine.plan.TablePlan;
import dev.tidewheel.engine.plan.UpdatePlan;
import dev.tidewheel.engine.state.StateDocument;
import dev.tidewheel.engine.state.StateStore;
import dev.tidewheel.model.name.TableName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;

/**
 * Remembers which tables a full refresh computes anew, so that the next update finishes one that was cut short: tables
 * that read a table which has begun anew could not go on from where they were. One that has not reached its first table
 * is forgotten. Used under the lease of the pipeline, but for {@link #unfinished}, which only reads.
 */
final class UnfinishedRefresh {
    private static final String DOCUMENT = "full-refresh";
    private static final int VERSIONS_KEPT = 3;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StateStore store;

    UnfinishedRefresh(String storage, Configuration configuration) {
        this.store = StateStore.open(storage, DOCUMENT, VERSIONS_KEPT, configuration);
    }

    /** Notes all tables that the plan resets, before the first of them is. */
    void begin(UpdatePlan plan) {
        Map<TableName, Integer> goals = goals();
        for (TablePlan table : plan.tables()) {
            if (table.action() instanceof TableAction.Reset
                    && table.stored() != null
                    && !table.flows().isEmpty()) {
                goals.put(table.name(), FlowProgress.generation(table.stored().domains()) + 1);
            }
        }
        write(goals);
    }

    /** Tables that are still to be computed anew; none if the refresh has not reached its first table. */
    Set<TableName> unfinished(Function<TableName, Optional<TableSnapshot>> tables) {
        Set<TableName> unfinished = remaining(tables);
        return unfinished.size() == goals().size() ? Set.of() : unfinished;
    }

    /** Tables that are still to be computed anew. */
    Set<TableName> remaining(Function<TableName, Optional<TableSnapshot>> tables) {
        Set<TableName> unfinished = new TreeSet<>();
        goals().forEach((name, goal) -> {
            Optional<TableSnapshot> stored = tables.apply(name);
            if (stored.isPresent() && FlowProgress.generation(stored.get().domains()) < goal) {
                unfinished.add(name);
            }
        });
        return unfinished;
    }

    /** Forgets a full refresh that is done, or has done nothing. */
    void tidy(Function<TableName, Optional<TableSnapshot>> tables) {
        if (!goals().isEmpty() && unfinished(tables).isEmpty()) {
            write(Map.of());
        }
    }

    private Map<TableName, Integer> goals() {
        Map<TableName, Integer> goals = new LinkedHashMap<>();
        Optional<StateDocument> document = store.latest();
        if (document.isEmpty()) {
            return goals;
        }
        try {
            for (JsonNode table : JSON.readTree(document.get().json()).path("tables")) {
                JsonNode name = table.path("name");
                goals.put(
                        new TableName(
                                name.path(0).asText(),
                                name.path(1).asText(),
                                name.path(2).asText()),
                        table.path("generation").asInt());
            }
            return goals;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the document " + DOCUMENT + " is not readable", e);
        }
    }

    private void write(Map<TableName, Integer> goals) {
        var json = JSON.createObjectNode();
        ArrayNode tables = json.putArray("tables");
        goals.forEach((name, generation) -> {
            var table = tables.addObject();
            table.putArray("name").add(name.catalog()).add(name.schema()).add(name.name());
            table.put("generation", generation);
        });
        store.put(store.latest().map(StateDocument::version).orElse(-1L), json.toString());
    }
}
