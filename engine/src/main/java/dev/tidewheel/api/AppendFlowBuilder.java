package dev.tidewheel.api;

/** An append flow under declaration; its query must be a streaming one, or a batch one if it runs {@link #once}. */
public interface AppendFlowBuilder extends QueryBuilder<AppendFlowBuilder> {

    /** The streaming table or sink of this pipeline that the rows go to; it may be declared elsewhere, also in SQL. */
    AppendFlowBuilder into(String target);

    /** The rows are added one time, and again only after a full refresh of the target; for loads of history. */
    AppendFlowBuilder once();

    /** A text for people who meet the flow. */
    AppendFlowBuilder comment(String comment);

    /** A setting of Spark that is in force for this flow only. */
    AppendFlowBuilder sparkConf(String key, String value);
}
