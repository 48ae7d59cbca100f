package dev.tidewheel.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Tells the launcher whether the last update of a pipeline was a large one, by a file that is there or not; it starts
 * the next one with options that suit. A note that cannot be written costs time at most.
 *
 * @param file null if the launcher does not want to know
 */
record WorkNote(@Nullable Path file) {
    /** From here on it pays to compile hot code well. */
    private static final Duration LARGE = Duration.ofSeconds(40);

    /** What the launcher of this process asked for. */
    static WorkNote ofProcess() {
        String path = System.getProperty("tidewheel.large", "");
        return new WorkNote(path.isEmpty() ? null : Path.of(path));
    }

    /** Notes what this process has used up to now. */
    void write() {
        write(ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO));
    }

    void write(Duration used) {
        if (file == null) {
            return;
        }
        try {
            if (used.compareTo(LARGE) < 0) {
                Files.deleteIfExists(file);
                return;
            }
            Path folder = file.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(file, used.toSeconds() + " CPU seconds\n");
        } catch (IOException e) {
            // the folder of the program may be read-only
        }
    }
}
