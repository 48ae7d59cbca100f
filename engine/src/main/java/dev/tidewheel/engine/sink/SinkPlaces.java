package dev.tidewheel.engine.sink;

import java.util.Optional;

/** Where things are that a sink names. Thread-safe. */
public interface SinkPlaces {

    /** From a path as the user writes it to one that Spark understands. */
    String path(String written);

    /**
     * The folder of a Delta table that is kept by us; empty for one in another catalog of Spark's.
     *
     * @throws dev.tidewheel.model.error.PipelineException if a sink must not write to it
     */
    Optional<String> table(String name);
}
