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
 * @param mayGoOn whether the same comes of it if continuous updates have done a part of it
 * @param late those of the arrivals that may as well come during a continuous update
 */
public record Phase(
        Map<String, String> arrivals,
        Map<String, String> settings,
        List<String> options,
        boolean mayGoOn,
        List<String> late) {

    public Phase {
        arrivals = Collections.unmodifiableMap(new LinkedHashMap<>(arrivals));
        settings = Map.copyOf(settings);
        options = List.copyOf(options);
        late = List.copyOf(late);
    }

    /** One that is never continuous. */
    public Phase(Map<String, String> arrivals, Map<String, String> settings, List<String> options) {
        this(arrivals, settings, options, false, List.of());
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

    /** All files arrive in a copy of the pipeline. */
    public void prepare(Path folder) throws IOException {
        for (String file : arrivals.keySet()) {
            arrive(folder, file);
        }
    }

    /** One of the files arrives, whole from the first moment on. */
    void arrive(Path folder, String arrival) throws IOException {
        Path file = folder.resolve(arrival);
        Path place = Files.createDirectories(folder.resolve(arrivals.get(arrival)));
        Path hidden = place.resolve("." + file.getFileName());
        Files.copy(file, hidden, StandardCopyOption.REPLACE_EXISTING);
        Files.move(hidden, place.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
    }
}
