package dev.tidewheel.api;

/**
 * Takes the declarations of a {@link PipelineDefinition}. Names have one to three parts, {@code table},
 * {@code schema.table} or {@code catalog.schema.table}; what is missing comes from the pipeline's settings. Parts with
 * other characters than letters, digits and {@code _} stand in back-quotes.
 *
 * <p>The order of declarations does not matter, save where one object is used twice. A declaration counts as soon as it
 * is begun: {@code streamingTable("orders")} alone declares a table.
 *
 * <p>To be used by the thread that calls {@link PipelineDefinition#define}, until that method returns; after that,
 * each call ends with an exception.
 */
public interface Pipeline {

    /**
     * A table that flows add rows to; each row of their inputs is processed once. Without a query of its own it is an
     * empty target for {@linkplain #appendFlow append flows} and for flows written in SQL.
     */
    StreamingTableBuilder streamingTable(String name);

    /** A table that always equals the result of its query over the current inputs. It must be given a query. */
    MaterializedViewBuilder materializedView(String name);

    /** A query with a name, of which nothing is stored; only this pipeline can read it. It must be given a query. */
    TemporaryViewBuilder temporaryView(String name);

    /**
     * A further query whose rows go into a streaming table or a sink of this pipeline. It must be given a target and a
     * query.
     *
     * @param name the identity of the flow's progress: under a new name it begins anew
     */
    AppendFlowBuilder appendFlow(String name);

    /** A place outside of the pipeline that append flows can write to. It must be given a format. */
    SinkBuilder sink(String name);

    /** The value of a key of the pipeline's configuration, or {@code otherwise} if it is not set. */
    String configuration(String key, String otherwise);
}
