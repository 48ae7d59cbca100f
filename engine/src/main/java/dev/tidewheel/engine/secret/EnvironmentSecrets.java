package dev.tidewheel.engine.secret;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Variables {@code TIDEWHEEL_SECRET_<SCOPE>_<KEY>}. */
record EnvironmentSecrets(Map<String, String> environment) implements SecretProvider {

    @Override
    public Optional<String> find(String scope, String key) {
        return Optional.ofNullable(environment.get(variable(scope, key)));
    }

    @Override
    public String remedy(String scope, String key) {
        return "set the environment variable " + variable(scope, key);
    }

    static String variable(String scope, String key) {
        return "TIDEWHEEL_SECRET_" + name(scope) + "_" + name(key);
    }

    private static String name(String part) {
        return part.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }
}
