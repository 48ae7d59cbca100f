package dev.tidewheel.engine.plan;

import dev.tidewheel.model.definition.MaterializedView;
import dev.tidewheel.model.definition.TableDefinition;

/** What a stored table was made as. The names are stored; do not change them. */
public enum TableKind {
    STREAMING_TABLE("streaming table"),
    MATERIALIZED_VIEW("materialized view");

    private final String words;

    TableKind(String words) {
        this.words = words;
    }

    public static TableKind of(TableDefinition table) {
        return table instanceof MaterializedView ? MATERIALIZED_VIEW : STREAMING_TABLE;
    }

    /** As one says it. */
    public String words() {
        return words;
    }
}
