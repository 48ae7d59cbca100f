package dev.tidewheel.engine.lake;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.delta.DeltaOperations;
import scala.Option;
import scala.collection.immutable.Map$;
import scala.collection.immutable.Set;
import scala.collection.immutable.Set$;

/** A commit's note as delta-spark wants it. */
final class DeltaNote extends DeltaOperations.Operation {
    private static final List<String> METRICS =
            List.of("numFiles", "numOutputRows", "numOutputBytes", "numRemovedFiles", "numDeletedRows");

    private final scala.collection.immutable.Map<String, Object> parameters;
    private final Set<String> metrics;

    DeltaNote(CommitNote note) {
        super(note.operation());
        scala.collection.immutable.Map<String, Object> all = Map$.MODULE$.empty();
        for (Map.Entry<String, String> entry : note.parameters().entrySet()) {
            all = all.updated(entry.getKey(), entry.getValue());
        }
        this.parameters = all;
        Set<String> names = Set$.MODULE$.empty();
        for (String name : METRICS) {
            names = names.$plus(name);
        }
        this.metrics = names;
    }

    @Override
    public scala.collection.immutable.Map<String, Object> parameters() {
        return parameters;
    }

    @Override
    public Set<String> operationMetrics() {
        return metrics;
    }

    @Override
    public boolean changesData() {
        return true;
    }

    @Override
    public boolean checkAddFileWithDeletionVectorStatsAreNotTightBounds() {
        return true;
    }

    @Override
    public Option<Object> isInPlaceFileMetadataUpdate() {
        return Option.apply((Object) false);
    }

    @Override
    public boolean canChangePartitionColumns() {
        return true;
    }
}
