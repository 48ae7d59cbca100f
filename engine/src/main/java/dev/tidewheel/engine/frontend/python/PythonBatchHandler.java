package dev.tidewheel.engine.frontend.python;

import dev.tidewheel.engine.sink.BatchHandler;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

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

    /** The same function of the same code. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PythonBatchHandler handler
                && sink == handler.sink
                && program.version().equals(handler.program.version());
    }

    @Override
    public int hashCode() {
        return Objects.hash(sink, program.version());
    }
}
