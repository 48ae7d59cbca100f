package dev.tidewheel.testkit.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An update, and what happens before it. Immutable.
 *
 * @param arrivals files and the folders that they are copied to, in this order; one of the same name is replaced
 * @param settings as with {@code --set}
 * @param options of the command {@code run}
 */
public record Phase(Map<String, String> arrivals, Map<String, String> settings, List<String> options) {

    public Phase {
        arrivals = Collections.unmodifiableMap(new LinkedHashMap<>(arrivals));
        settings = Map.copyOf(settings);
        options = List.copyOf(options);
    }

    /** The same pipeline, computed anew from the beginning. */
    public Phase fullRefresh() {
        return new Phase(Map.of(), settings, List.of("--full-refresh-all"));
    }

    boolean isFullRefresh() {
        return !options.isEmpty();
    }

    /** True for a full refresh that leaves all tables as they were if it is not asked for again. */
    boolean mayBeForgotten() {
        return isFullRefresh() && arrivals.isEmpty();
    }

    /** The files arrive in a copy of the pipeline. */
    public void prepare(Path folder) throws IOException {
        for (Map.Entry<String, String> arrival : arrivals.entrySet()) {
            Path file = folder.resolve(arrival.getKey());
            Path place = Files.createDirectories(folder.resolve(arrival.getValue()));
            Files.copy(file, place.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
