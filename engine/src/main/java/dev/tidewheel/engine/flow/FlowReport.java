package dev.tidewheel.engine.flow;

import dev.tidewheel.engine.lake.WriteResult;
import dev.tidewheel.engine.quality.ExpectationCounts;
import dev.tidewheel.engine.source.Backlog;
import java.util.List;
import java.util.Map;

/** Hears what a running flow does. Called by the flow's thread. */
public interface FlowReport {

    /**
     * The flow is about to write; called before each batch.
     *
     * @throws dev.tidewheel.model.error.PipelineException if this process has lost the right to
     */
    void begun();

    /**
     * One commit was made.
     *
     * @param batch number of the batch
     * @param counts of the expectations that were evaluated
     * @param backlog what each source still held when the flow started, by key; empty for batch flows
     */
    void committed(long batch, WriteResult written, List<ExpectationCounts> counts, Map<String, Backlog> backlog);

    /**
     * A micro-batch of Structured Streaming made progress.
     *
     * @param batch number of the batch
     * @param json as Spark tells it
     * @param counts of the expectations within the streaming query, those of the views that it reads
     */
    void streamed(long batch, String json, List<ExpectationCounts> counts);

    /**
     * A sink was given a batch.
     *
     * @param batch number of the batch
     */
    void given(long batch, long rows);

    /** True if the update is to stop; a flow ends after the batch that it is in. */
    boolean stopping();
}
