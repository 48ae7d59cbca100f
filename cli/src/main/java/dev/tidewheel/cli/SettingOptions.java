package dev.tidewheel.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What can be set for any pipeline. */
final class SettingOptions {
    @Option(
            names = "--set",
            paramLabel = "key=value",
            description = "Sets a value of the pipeline's configuration. Repeatable.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(names = "--master", paramLabel = "URL", description = "Spark master; default: all cores of this machine.")
    private @Nullable String master;

    @Option(names = "--conf", paramLabel = "key=value", description = "Sets a Spark setting. Repeatable.")
    private Map<String, String> conf = new LinkedHashMap<>();

    @Option(names = "--verbose", description = "Shows Spark's log on the screen.")
    private boolean verbose;

    @Mixin
    private LibraryOptions libraries = new LibraryOptions();

    SpecRequest request(Path spec) {
        return new SpecRequest(spec, settings, master, conf, libraries.request(), verbose);
    }
}
