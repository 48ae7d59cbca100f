package dev.tidewheel.engine;

import dev.tidewheel.engine.frontend.python.RelationQuery;
import dev.tidewheel.engine.graph.DataflowGraph;
import dev.tidewheel.engine.graph.LeafInput;
import dev.tidewheel.engine.graph.PublishedQuery;
import dev.tidewheel.engine.graph.ResolvedDataset;
import dev.tidewheel.engine.graph.ResolvedFlow;
import dev.tidewheel.engine.lake.TableSnapshot;
import dev.tidewheel.model.definition.Definitions;
import dev.tidewheel.model.definition.Query;
import dev.tidewheel.model.definition.SqlQuery;
import dev.tidewheel.model.definition.StreamingTable;
import dev.tidewheel.model.definition.ViewDefinition;
import dev.tidewheel.model.name.TableName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The last resolved graph, for as long as neither the definitions nor anything that the resolution looked at has
 * changed. Thread-safe.
 */
final class GraphCache {

    private @Nullable Kept kept;

    /**
     * @param stored schema of each table outside the pipeline that is read, by path
     * @param views published views of others that were looked for
     * @param listings fingerprint of each set of files that is read whole, by key
     */
    private record Kept(
            Definitions definitions,
            String code,
            boolean wroteSchemas,
            DataflowGraph graph,
            Map<String, StructType> stored,
            Map<TableName, Optional<PublishedQuery>> views,
            Map<String, String> listings) {}

    /**
     * The graph of {@code definitions}: the last one if it still holds, else a new one.
     *
     * @param code changes when functions do that SQL can call
     * @param mayWrite true if schemas of files have to be stored
     * @param startsAnew tables that are computed from the beginning, whose files are looked at anew
     */
    synchronized DataflowGraph resolve(
            Definitions definitions,
            String code,
            EngineResolution context,
            boolean mayWrite,
            Predicate<TableName> startsAnew,
            Supplier<DataflowGraph> resolver) {
        boolean anew = definitions.datasets().stream().anyMatch(dataset -> startsAnew.test(dataset.name()))
                || definitions.sinks().stream().anyMatch(sink -> startsAnew.test(sink.name()));
        if (kept != null
                && !anew
                && (kept.wroteSchemas() || !mayWrite)
                && kept.code().equals(code)
                && kept.definitions().equals(definitions)
                && holds(kept, context)) {
            return kept.graph();
        }
        DataflowGraph graph = resolver.get();
        // A refresh from the beginning may fail, and then what is stored counts again.
        kept = anew ? null : remember(definitions, code, mayWrite, graph, context);
        return graph;
    }

    /** The next graph is a new one. */
    synchronized void forget() {
        kept = null;
    }

    private static @Nullable Kept remember(
            Definitions definitions, String code, boolean mayWrite, DataflowGraph graph, EngineResolution context) {
        if (definitions.datasets().stream()
                .anyMatch(dataset -> dataset instanceof ViewDefinition view && !isKnown(view.query()))) {
            return null;
        }
        Map<String, StructType> stored = new HashMap<>();
        Map<String, String> listings = new HashMap<>();
        for (ResolvedFlow flow : graph.flows()) {
            if (!flow.staysAsAnalyzed()) {
                return null;
            }
            for (LeafInput input : flow.inputs()) {
                if (input instanceof LeafInput.DeltaTable table) {
                    context.storedAt(table.path()).ifPresent(snapshot -> stored.put(table.path(), snapshot.schema()));
                } else if (input instanceof LeafInput.Connected connected
                        && !connected.source().hasFixedSchema()) {
                    return null;
                } else if (input instanceof LeafInput.Files files && !files.streaming()) {
                    listings.put(files.key(), files.source().list().fingerprint());
                }
            }
        }
        return new Kept(definitions, code, mayWrite, graph, stored, context.seenViews(), listings);
    }

    /** What a function gives is known only by calling it, as it may look at the clock; those in Python have been called. */
    private static boolean isKnown(Query query) {
        return query instanceof SqlQuery || (query instanceof RelationQuery python && python.isFixed());
    }

    private static boolean holds(Kept kept, EngineResolution context) {
        for (ResolvedDataset dataset : kept.graph().datasets().values()) {
            if (dataset.definition() instanceof StreamingTable) {
                Optional<TableSnapshot> stored = context.stored(dataset.name());
                if (stored.isPresent() && !covers(dataset.schema(), stored.get().schema())) {
                    return false;
                }
            }
        }
        for (Map.Entry<String, StructType> table : kept.stored().entrySet()) {
            Optional<TableSnapshot> now = context.storedAt(table.getKey());
            if (now.isEmpty() || !now.get().schema().equals(table.getValue())) {
                return false;
            }
        }
        for (Map.Entry<TableName, Optional<PublishedQuery>> view : kept.views().entrySet()) {
            if (!context.publishedView(view.getKey()).equals(view.getValue())) {
                return false;
            }
        }
        Set<String> checked = new HashSet<>();
        for (ResolvedFlow flow : kept.graph().flows()) {
            for (LeafInput input : flow.inputs()) {
                if (input instanceof LeafInput.Files && input.streaming() && context.hasNoRows(flow.name())) {
                    return false;
                }
                if (input instanceof LeafInput.Files files
                        && !files.streaming()
                        && checked.add(files.key())
                        && !files.source()
                                .list()
                                .fingerprint()
                                .equals(kept.listings().get(files.key()))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** True if all columns of {@code stored} are in {@code schema}, with the same types. */
    private static boolean covers(StructType schema, StructType stored) {
        Map<String, DataType> types = new HashMap<>();
        for (StructField field : schema.fields()) {
            types.put(field.name().toLowerCase(Locale.ROOT), field.dataType());
        }
        for (StructField field : stored.fields()) {
            DataType type = types.get(field.name().toLowerCase(Locale.ROOT));
            if (type == null || !DataType.equalsIgnoreNullability(type, field.dataType())) {
                return false;
            }
        }
        return true;
    }
}
