package dev.tidewheel.engine.sink;

import dev.tidewheel.model.definition.SinkTarget;
import dev.tidewheel.model.name.TableName;
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

    /**
     * Where the rows of a flow really go: with secrets in the place of their references, and through a connector if there
     * is one for the format.
     *
     * @param generation of the flow; a full refresh begins another one
     */
    SinkTarget open(SinkTarget written, TableName flow, int generation);
}
