package dev.tidewheel.testkit.chaos;

import java.util.Set;

/** What a dataset of a random pipeline does. */
enum Kind {
    /** takes the files of a source as they come */
    BRONZE(Trait.ROWS, Trait.STORED, Trait.STREAM),
    /** filters and computes, with expectations */
    CLEAN(Trait.ROWS, Trait.STORED, Trait.STREAM),
    /** the same in a temporary view */
    CHOSEN(Trait.ROWS, Trait.STREAM),
    /** joins a stream with a table that is read as it is */
    ENRICHED(Trait.ROWS, Trait.STORED, Trait.STREAM),
    /** has several flows, some of which run once */
    MERGED(Trait.ROWS, Trait.STORED, Trait.STREAM),
    /** removes duplicates, with state */
    DISTINCT(Trait.ROWS, Trait.STORED, Trait.STREAM, Trait.STATE),
    /** aggregates by windows of time, with state */
    WINDOWS(Trait.STORED, Trait.STREAM, Trait.STATE),
    /** joins two streams, with state */
    MEETINGS(Trait.STORED, Trait.STREAM, Trait.STATE),
    /** a view: aggregates */
    TOTALS(Trait.STORED),
    /** a view: window functions */
    RUNNING(Trait.STORED),
    /** a view: joins two tables */
    COMPARED(Trait.STORED),
    /** a view: reads files itself */
    FILES(Trait.STORED),
    /** a view: the table that {@link #ENRICHED} joins with */
    REFERENCE(Trait.STORED),
    /** a persistent view, which is computed when it is read */
    PUBLISHED();

    private enum Trait {
        /** has the columns id, k, v and at */
        ROWS,
        STORED,
        STREAM,
        STATE
    }

    private final Set<Trait> traits;

    Kind(Trait... traits) {
        this.traits = Set.of(traits);
    }

    boolean hasRows() {
        return traits.contains(Trait.ROWS);
    }

    boolean isStored() {
        return traits.contains(Trait.STORED);
    }

    /** True if rows are only added to it, so that it can be read as a stream. */
    boolean isStream() {
        return traits.contains(Trait.STREAM);
    }

    boolean keepsState() {
        return traits.contains(Trait.STATE);
    }
}
