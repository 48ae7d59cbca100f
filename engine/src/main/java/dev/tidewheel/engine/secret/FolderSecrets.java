package dev.tidewheel.engine.secret;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** A file for each secret, as orchestrators mount them; a line break at the end does not count. */
record FolderSecrets(Path folder) implements SecretProvider {

    @Override
    public Optional<String> find(String scope, String key) {
        Path file = folder.resolve(scope).resolve(key).normalize();
        if (!file.startsWith(folder)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(file).replaceFirst("\\R\\z", ""));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw SecretErrors.unusable("the secret in " + file + " cannot be read", e);
        }
    }

    @Override
    public String remedy(String scope, String key) {
        return "write it to " + folder.resolve(scope).resolve(key);
    }
}
