package dev.tidewheel.model.settings;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Places on this machine, given as an absolute path or as a {@code file:} URI. Stateless. */
final class LocalPath {
    private static final String SCHEME = "file:";

    private LocalPath() {}

    /** The path that {@code place} means; empty if it is on another file system. */
    static Optional<Path> of(String place) {
        if (place.startsWith("/")) {
            return Optional.of(Path.of(place).normalize());
        }
        if (!place.startsWith(SCHEME)) {
            return Optional.empty();
        }
        String path = place.substring(SCHEME.length()).replaceFirst("^/+", "/");
        try {
            return Optional.of(Path.of(URI.create(SCHEME + path)).normalize());
        } catch (IllegalArgumentException e) {
            // not escaped as a URI has to be: meant as it stands
            return path.startsWith("/") ? Optional.of(Path.of(path).normalize()) : Optional.empty();
        }
    }
}
