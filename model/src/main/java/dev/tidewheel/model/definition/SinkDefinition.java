package dev.tidewheel.model.definition;

import dev.tidewheel.model.name.TableName;
import dev.tidewheel.model.text.SourceLocation;
import java.util.Map;
import java.util.Objects;

/** A place outside the pipeline that flows may write to. */
public record SinkDefinition(TableName name, SinkTarget target, SourceLocation location) {

    public SinkDefinition {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(target, "target is null");
        Objects.requireNonNull(location, "location is null");
    }

    /** A sink that a data source writes. */
    public static SinkDefinition of(
            TableName name, String format, Map<String, String> options, SourceLocation location) {
        return new SinkDefinition(name, new SinkTarget.DataSource(format, options), location);
    }
}
