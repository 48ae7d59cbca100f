package dev.tidewheel.model.event;

import org.jspecify.annotations.Nullable;

/**
 * What an event is about. A field that does not apply is null. The columns of the log that a self-hosted pipeline never
 * fills (cloud, region and so on) are not kept here.
 *
 * @param host machine that ran it
 * @param requestId the request that started the update; stays the same for its retries
 * @param graphId one resolved graph
 * @param tableId id of the Delta table
 * @param datasetName full name
 * @param materializationName full name of the table written to
 * @param flowId stays the same while a flow goes on from its progress; a full refresh gives a new one
 * @param flowName full name
 * @param batchId number of the micro-batch
 */
public record Origin(
        @Nullable String host,
        @Nullable String pipelineId,
        @Nullable String pipelineName,
        @Nullable String updateId,
        @Nullable String requestId,
        @Nullable String graphId,
        @Nullable String tableId,
        @Nullable String datasetName,
        @Nullable String materializationName,
        @Nullable String sinkName,
        @Nullable String flowId,
        @Nullable String flowName,
        @Nullable Long batchId) {

    /** What the log shows as the type of every pipeline. */
    public static final String PIPELINE_TYPE = "WORKSPACE";

    public static Origin ofPipeline(String pipelineId, String pipelineName, @Nullable String host) {
        return new Origin(host, pipelineId, pipelineName, null, null, null, null, null, null, null, null, null, null);
    }

    public Origin forUpdate(String newUpdateId, String newRequestId) {
        return new Origin(
                host,
                pipelineId,
                pipelineName,
                newUpdateId,
                newRequestId,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    public Origin forGraph(String newGraphId) {
        return new Origin(
                host,
                pipelineId,
                pipelineName,
                updateId,
                requestId,
                newGraphId,
                tableId,
                datasetName,
                materializationName,
                sinkName,
                flowId,
                flowName,
                batchId);
    }

    public Origin forDataset(String newDatasetName) {
        return new Origin(
                host,
                pipelineId,
                pipelineName,
                updateId,
                requestId,
                graphId,
                null,
                newDatasetName,
                null,
                null,
                null,
                null,
                null);
    }

    public Origin forTable(@Nullable String newTableId, String newMaterializationName) {
        return new Origin(
                host,
                pipelineId,
                pipelineName,
                updateId,
                requestId,
                graphId,
                newTableId,
                datasetName,
                newMaterializationName,
                sinkName,
                flowId,
                flowName,
                batchId);
    }

    public Origin forSink(String newSinkName) {
        return new Origin(
                host,
                pipelineId,
                pipelineName,
                updateId,
                requestId,
                graphId,
                null,
                null,
                null,
                newSinkName,
                flowId,
                flowName,
                batchId);
    }

    public Origin forFlow(@Nullable String newFlowId, String newFlowName) {
        return new Origin(
                host,
                pipelineId,
                pipelineName,
                updateId,
                requestId,
                graphId,
                tableId,
                datasetName,
                materializationName,
                sinkName,
                newFlowId,
                newFlowName,
                null);
    }

    public Origin forBatch(long newBatchId) {
        return new Origin(
                host,
                pipelineId,
                pipelineName,
                updateId,
                requestId,
                graphId,
                tableId,
                datasetName,
                materializationName,
                sinkName,
                flowId,
                flowName,
                newBatchId);
    }
}
