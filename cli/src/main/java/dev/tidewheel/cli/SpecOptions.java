package dev.tidewheel.cli;

import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The parameter and options that all commands on a pipeline share. */
final class SpecOptions {
    @Parameters(
            index = "0",
            paramLabel = "SPEC_OR_DIR",
            description = "Pipeline file, folder with one, or a single .sql file.")
    private Path spec = Path.of("");

    @Mixin
    private SettingOptions settings = new SettingOptions();

    SpecRequest request() {
        return settings.request(spec);
    }
}
