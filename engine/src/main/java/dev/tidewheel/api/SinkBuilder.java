package dev.tidewheel.api;

import java.util.Map;

/** A sink under declaration. */
public interface SinkBuilder {

    /** What is written to, such as {@code kafka} or {@code delta}. */
    SinkBuilder format(String format);

    /** An option of the format. */
    SinkBuilder option(String key, String value);

    /**
     * The sink is a function of each batch, instead of a format. A batch is given at least once: after a failure the last
     * one comes again, with the same number and the same rows. Several flows may write to the sink, each with numbers of
     * its own. The function is called by the thread of a flow.
     *
     * @param function of the rows and the number of the batch; 0 is the first one, also after a full refresh
     */
    SinkBuilder forEachBatch(BatchFunction function);

    /** Several options of the format. */
    SinkBuilder options(Map<String, String> options);
}
