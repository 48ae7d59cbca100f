package dev.tidewheel.engine.frontend.sql;

import dev.tidewheel.model.name.NameScope;
import java.util.Map;
import java.util.Objects;

/**
 * What a SQL file is read with.
 *
 * @param defaults catalog and schema of unqualified names until the file's first {@code USE}
 * @param configuration the pipeline's configuration, for <code>${key}</code>
 * @param parameters the pipeline's parameters, for {@code :name}
 */
public record SqlFileContext(NameScope defaults, Map<String, String> configuration, Map<String, String> parameters) {

    public SqlFileContext {
        Objects.requireNonNull(defaults, "defaults is null");
        configuration = Map.copyOf(configuration);
        parameters = Map.copyOf(parameters);
    }
}
