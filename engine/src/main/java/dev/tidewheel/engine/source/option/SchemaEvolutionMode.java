package dev.tidewheel.engine.source.option;

import java.util.Arrays;
import java.util.Optional;

/** What happens when files hold columns that the schema does not know. */
public enum SchemaEvolutionMode {
    /** Unknown columns are left out, or rescued if a column for rescued data was asked for. */
    NONE("none"),
    /** Unknown columns go to the column of rescued data. */
    RESCUE("rescue"),
    /** Wanted by the user: new columns of their own. They go to the column of rescued data. */
    ADD_NEW_COLUMNS("addNewColumns"),
    /** Like {@link #ADD_NEW_COLUMNS}; values that do not fit the type go to the column of rescued data as well. */
    ADD_NEW_COLUMNS_WITH_TYPE_WIDENING("addNewColumnsWithTypeWidening"),
    /** Refuse data with new columns. */
    FAIL_ON_NEW_COLUMNS("failOnNewColumns");

    private final String optionValue;

    SchemaEvolutionMode(String optionValue) {
        this.optionValue = optionValue;
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
