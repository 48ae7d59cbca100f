package dev.tidewheel.model.name;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The catalog and schema in which names of fewer than three parts are read: the pipeline's defaults, or those of the
 * last {@code USE} before a statement.
 */
public record NameScope(String catalog, String schema) {

    /** The virtual schema of older pipelines: {@code LIVE.t} is {@code t} of the pipeline. */
    private static final String LIVE = "live";

    public NameScope {
        Objects.requireNonNull(catalog, "catalog is null");
        Objects.requireNonNull(schema, "schema is null");
    }

    /** The full name of one to three parts; a leading {@code LIVE} is ignored; empty for any other number of parts. */
    public Optional<TableName> qualify(List<String> parts) {
        return switch (parts.size()) {
            case 1 -> Optional.of(new TableName(catalog, schema, parts.get(0)));
            case 2 ->
                Optional.of(
                        parts.get(0).equalsIgnoreCase(LIVE)
                                ? new TableName(catalog, schema, parts.get(1))
                                : new TableName(catalog, parts.get(0), parts.get(1)));
            case 3 -> Optional.of(new TableName(parts.get(0), parts.get(1), parts.get(2)));
            default -> Optional.empty();
        };
    }

    /** {@code name} in this scope. */
    public TableName table(String name) {
        return new TableName(catalog, schema, name);
    }

    /** {@code name} as short as this scope allows. */
    public String shorten(TableName name) {
        if (!name.catalog().equalsIgnoreCase(catalog)) {
            return name.toString();
        }
        return name.schema().equalsIgnoreCase(schema) ? name.name() : name.schema() + "." + name.name();
    }
}
