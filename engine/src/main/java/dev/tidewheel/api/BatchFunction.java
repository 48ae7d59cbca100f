package dev.tidewheel.api;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Takes the batches of a sink. */
@FunctionalInterface
public interface BatchFunction {

    /**
     * Takes a batch.
     *
     * @param batch its rows, which can be read only while this runs
     * @param number of the batch
     * @throws Exception if the batch has not been taken; it comes again
     */
    void accept(Dataset<Row> batch, long number) throws Exception;
}
