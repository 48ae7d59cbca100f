package dev.tidewheel.engine.graph;

/** How the rows of a query can be computed from its inputs. */
public enum FlowShape {
    /** All inputs are read whole. */
    BATCH,
    /** Each input row gives its output rows by itself, so any split into batches gives the same. */
    STATELESS,
    /** Rows depend on earlier rows, or a source is Spark's own: needs Structured Streaming. */
    STATEFUL
}
