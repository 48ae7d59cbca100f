package dev.tidewheel.model.name;

import java.util.Objects;

/**
 * The full name of a dataset. Compared without regard to case, as Spark does, but printed as written.
 *
 * @param catalog first part
 * @param schema second part
 * @param name last part
 */
public record TableName(String catalog, String schema, String name) implements Comparable<TableName> {

    public TableName {
        Objects.requireNonNull(catalog, "catalog is null");
        Objects.requireNonNull(schema, "schema is null");
        Objects.requireNonNull(name, "name is null");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TableName that
                && name.equalsIgnoreCase(that.name)
                && schema.equalsIgnoreCase(that.schema)
                && catalog.equalsIgnoreCase(that.catalog);
    }

    @Override
    public int hashCode() {
        return toString().toLowerCase(java.util.Locale.ROOT).hashCode();
    }

    @Override
    public int compareTo(TableName other) {
        return toString().compareToIgnoreCase(other.toString());
    }

    /** {@code catalog.schema.name}. */
    @Override
    public String toString() {
        return catalog + "." + schema + "." + name;
    }
}
