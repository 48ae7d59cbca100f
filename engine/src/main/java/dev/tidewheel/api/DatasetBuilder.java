package dev.tidewheel.api;

import java.util.Map;

/**
 * What tables and views have in common. Each call gives the same declaration back; the order of calls does not matter.
 *
 * <p>Expectations are rules on the rows that the dataset's flows give: conditions in SQL over the columns of the result.
 * A row passes if the condition is true; false and NULL violate it. Their names are unique within the dataset. Where a
 * map is given, rules are taken in its order if it has one ({@link java.util.LinkedHashMap},
 * {@link java.util.SortedMap}), else in the order of their names.
 *
 * @param <B> the kind of dataset
 */
public interface DatasetBuilder<B extends DatasetBuilder<B>> extends QueryBuilder<B> {

    /** A text for people who meet the dataset. */
    B comment(String comment);

    /** Rows that violate the condition are counted and kept. */
    B expect(String name, String condition);

    /** Rows that violate the condition are counted and dropped. */
    B expectOrDrop(String name, String condition);

    /** A row that violates the condition fails the flow; nothing of its batch is written. */
    B expectOrFail(String name, String condition);

    /** Several rules of {@link #expect}: conditions by name. */
    B expectAll(Map<String, String> conditions);

    /** Several rules of {@link #expectOrDrop}: conditions by name. */
    B expectAllOrDrop(Map<String, String> conditions);

    /** Several rules of {@link #expectOrFail}: conditions by name. */
    B expectAllOrFail(Map<String, String> conditions);

    /** A setting of Spark that is in force for the dataset's own queries only. */
    B sparkConf(String key, String value);
}
