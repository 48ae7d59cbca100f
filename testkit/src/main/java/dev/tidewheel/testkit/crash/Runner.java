package dev.tidewheel.testkit.crash;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Starts updates in another process. */
public interface Runner {

    /**
     * Starts an update of the pipeline in a folder.
     *
     * @param settings as with {@code --set}
     * @param options of the command {@code run}
     * @param log to which what it prints is added
     */
    RunningUpdate run(Path folder, Map<String, String> settings, List<String> options, Path log)
            throws IOException, InterruptedException;
}
