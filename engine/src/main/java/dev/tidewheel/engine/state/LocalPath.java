package dev.tidewheel.engine.state;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Tells storage on the local file system from all others. */
public final class LocalPath {

    private LocalPath() {}

    /** The local folder that a path or URI means; empty if it is not local. */
    public static Optional<Path> of(String location) {
        if (!location.matches("[A-Za-z][A-Za-z0-9+.-]+:.*")) {
            return Optional.of(Path.of(location).toAbsolutePath());
        }
        if (!location.startsWith("file:")) {
            return Optional.empty();
        }
        String path = URI.create(location.replace(" ", "%20")).getPath();
        return Optional.of(Path.of(path));
    }
}
