package dev.tidewheel.engine.plan;

import dev.tidewheel.model.name.TableName;
import org.apache.hadoop.conf.Configuration;

/** The checkpoints of a pipeline's flows that keep state, or that write to sinks. Thread-safe. */
public final class StreamCheckpoints {
    private final StorageLayout storage;
    private final Configuration configuration;

    public StreamCheckpoints(StorageLayout storage, Configuration configuration) {
        this.storage = storage;
        this.configuration = configuration;
    }

    /** That of one flow in one generation of its target; it need not exist. */
    public StreamCheckpoint of(TableName target, TableName flow, int generation) {
        return new StreamCheckpoint(configuration, storage.checkpoint(target, flow, generation));
    }

    /** That of a flow into a sink; it need not exist. */
    public SinkCheckpoint ofSink(TableName sink, TableName flow) {
        return new SinkCheckpoint(storage, configuration, sink, flow);
    }
}
