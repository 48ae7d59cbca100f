package dev.tidewheel.engine.sink;

import dev.tidewheel.model.definition.SinkTarget;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A sink that is a function of the user. It is given each batch at least once: after a failure the last one comes again,
 * with the same number and the same rows.
 */
public interface BatchHandler extends SinkTarget {

    /** What the events call such a sink. */
    String FORMAT = "foreachBatch";

    /**
     * Takes a batch.
     *
     * @param number of the batch within its flow; 0 is the first one, also after a full refresh
     * @throws dev.tidewheel.model.error.PipelineException if the user's code failed
     * @throws InterruptedException if the update is to stop
     */
    void handle(Dataset<Row> batch, long number) throws InterruptedException;

    /** True if it reads the rows of a batch one time only, so that they can be counted on the way. */
    default boolean readsRowsOnce() {
        return false;
    }

    @Override
    default String format() {
        return FORMAT;
    }

    @Override
    default Map<String, String> options() {
        return Map.of();
    }
}
