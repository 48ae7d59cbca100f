package dev.tidewheel.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which pipeline, and with what on top of its file.
 *
 * @param spec pipeline file, folder with one, or a single {@code .sql} file
 * @param settings values of {@code --set}, over the {@code configuration} of the file
 * @param sparkMaster value of {@code --master}, null for this machine
 * @param sparkSettings values of {@code --conf}
 * @param libraries values of {@code --packages} and {@code --jars}
 * @param verbose true if Spark's log goes to the screen
 */
public record SpecRequest(
        Path spec,
        Map<String, String> settings,
        @Nullable String sparkMaster,
        Map<String, String> sparkSettings,
        LibraryRequest libraries,
        boolean verbose) {

    public SpecRequest {
        settings = new LinkedHashMap<>(settings);
        sparkSettings = new LinkedHashMap<>(sparkSettings);
    }

    public Optional<String> master() {
        return Optional.ofNullable(sparkMaster);
    }
}
