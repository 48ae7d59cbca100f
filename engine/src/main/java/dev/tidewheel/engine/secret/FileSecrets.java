package dev.tidewheel.engine.secret;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Lines {@code scope/key=value}, or with the names of variables; values may be quoted. Read again each time. */
record FileSecrets(Path file) implements SecretProvider {

    @Override
    public Optional<String> find(String scope, String key) {
        String variable = EnvironmentSecrets.variable(scope, key);
        try {
            for (String line : Files.readAllLines(file)) {
                String text = line.strip().replaceFirst("^export\\s+", "");
                int equals = text.indexOf('=');
                if (text.startsWith("#") || equals < 0) {
                    continue;
                }
                String name = text.substring(0, equals).strip();
                if (name.equals(scope + "/" + key) || name.equals(variable)) {
                    return Optional.of(unquoted(text.substring(equals + 1).strip()));
                }
            }
            return Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw SecretErrors.unusable("the file of secrets " + file + " cannot be read", e);
        }
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2
                && (value.startsWith("\"") && value.endsWith("\"") || value.startsWith("'") && value.endsWith("'"));
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    @Override
    public String remedy(String scope, String key) {
        return "add a line " + scope + "/" + key + "=… to " + file;
    }
}
