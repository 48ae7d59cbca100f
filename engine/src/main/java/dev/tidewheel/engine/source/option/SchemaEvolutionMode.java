package dev.tidewheel.engine.source.option;

import java.util.Arrays;
import java.util.Optional;

/** What happens when files hold columns that the schema does not know. */
public enum SchemaEvolutionMode {
    /** Unknown columns are left out, or rescued if a column for rescued data was asked for. */
    NONE("none"),
    /** Unknown columns go to the column of rescued data. */
    RESCUE("rescue"),
    /** New columns are added to the schema, and to the tables that take all columns. */
    ADD_NEW_COLUMNS("addNewColumns"),
    /** Like {@link #ADD_NEW_COLUMNS}, and types become wider where Delta tables can follow. */
    ADD_NEW_COLUMNS_WITH_TYPE_WIDENING("addNewColumnsWithTypeWidening"),
    /** Refuse data with new columns. */
    FAIL_ON_NEW_COLUMNS("failOnNewColumns");

    private final String optionValue;

    SchemaEvolutionMode(String optionValue) {
        this.optionValue = optionValue;
    }

    /** True if new columns are not simply left out or rescued. */
    public boolean noticesNewColumns() {
        return this == ADD_NEW_COLUMNS || this == ADD_NEW_COLUMNS_WITH_TYPE_WIDENING || this == FAIL_ON_NEW_COLUMNS;
    }

    public String optionValue() {
        return optionValue;
    }

    static Optional<SchemaEvolutionMode> named(String value) {
        return Arrays.stream(values())
                .filter(mode -> mode.optionValue.equalsIgnoreCase(value))
                .findFirst();
    }
}
