package dev.tidewheel.model.definition;

import dev.tidewheel.model.name.TableName;
import dev.tidewheel.model.text.SourceLocation;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A table that flows add to; each input row is processed once. */
public record StreamingTable(
        TableName name,
        boolean isPrivate,
        TableSpecification specification,
        List<Expectation> expectations,
        Map<String, String> configuration,
        SourceLocation location)
        implements TableDefinition {

    public StreamingTable {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(specification, "specification is null");
        expectations = List.copyOf(expectations);
        configuration = Map.copyOf(configuration);
        Objects.requireNonNull(location, "location is null");
    }
}
