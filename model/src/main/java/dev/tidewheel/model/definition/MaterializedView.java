package dev.tidewheel.model.definition;

import dev.tidewheel.model.name.TableName;
import dev.tidewheel.model.text.SourceLocation;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A table that always equals the result of its one flow's query over the current inputs. */
public record MaterializedView(
        TableName name,
        boolean isPrivate,
        TableSpecification specification,
        RefreshPolicy refreshPolicy,
        List<Expectation> expectations,
        Map<String, String> configuration,
        SourceLocation location)
        implements TableDefinition {

    public MaterializedView {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(specification, "specification is null");
        Objects.requireNonNull(refreshPolicy, "refreshPolicy is null");
        expectations = List.copyOf(expectations);
        configuration = Map.copyOf(configuration);
        Objects.requireNonNull(location, "location is null");
    }
}
