package dev.tidewheel.engine.frontend.python;

import dev.tidewheel.engine.sink.BatchHandler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A sink that is a function in Python.
 *
 * @param sink its number among the sinks that were declared
 */
record PythonBatchHandler(PythonProgram program, int sink) implements BatchHandler {

    @Override
    public void handle(Dataset<Row> batch, long number) {
        program.handle(sink, batch, number);
    }
}
