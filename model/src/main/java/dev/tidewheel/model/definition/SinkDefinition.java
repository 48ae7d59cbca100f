package dev.tidewheel.model.definition;

import dev.tidewheel.model.name.TableName;
import dev.tidewheel.model.text.SourceLocation;
import java.util.Map;
import java.util.Objects;

/** A place outside the pipeline that append flows may write to. */
public record SinkDefinition(TableName name, String format, Map<String, String> options, SourceLocation location) {

    public SinkDefinition {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(format, "format is null");
        options = Map.copyOf(options);
        Objects.requireNonNull(location, "location is null");
    }
}
