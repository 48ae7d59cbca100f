package dev.tidewheel.engine.frontend.java;

import dev.tidewheel.model.name.NameScope;
import java.util.Map;
import java.util.Objects;

/**
 * What Java definitions are read with.
 *
 * @param scope catalog and schema of unqualified names
 * @param configuration the pipeline's configuration
 * @param parameters the pipeline's parameters, for {@code :name} in queries
 */
public record JavaContext(NameScope scope, Map<String, String> configuration, Map<String, String> parameters) {

    public JavaContext {
        Objects.requireNonNull(scope, "scope is null");
        configuration = Map.copyOf(configuration);
        parameters = Map.copyOf(parameters);
    }
}
