package dev.tidewheel.cli.submit;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * A Spark that is installed on this machine.
 *
 * @param submit its {@code spark-submit}
 */
public record SparkInstallation(Path submit) {
    private static final String HOME = "SPARK_HOME";
    private static final String COMMAND = "spark-submit";

    /**
     * The one that the environment names: by {@code SPARK_HOME}, or else on the {@code PATH}.
     *
     * @throws PipelineException SPARK_SUBMIT_NOT_FOUND
     */
    public static SparkInstallation find(Map<String, String> environment) {
        String home = environment.getOrDefault(HOME, "");
        if (!home.isEmpty()) {
            Path submit = Path.of(home, "bin", COMMAND);
            if (!Files.isExecutable(submit)) {
                throw notFound(HOME + " is `" + home + "`, and there is no bin/" + COMMAND + " in it");
            }
            return new SparkInstallation(submit);
        }
        for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator)) {
            Path submit = Path.of(folder, COMMAND);
            if (!folder.isEmpty() && Files.isExecutable(submit)) {
                return new SparkInstallation(submit);
            }
        }
        throw notFound(HOME + " is not set, and no folder of PATH holds it");
    }

    private static PipelineException notFound(String why) {
        return new PipelineException(
                Problem.of(ErrorCode.SPARK_SUBMIT_NOT_FOUND, "There is no `" + COMMAND + "` on this machine")
                        .because(why)
                        .remedy("Install Spark 4.2 and set " + HOME
                                + " to its folder; a standalone cluster needs none: tidewheel run --master spark://…"));
    }

    /** What this installation sets for everybody, in {@code conf/spark-defaults.conf}; empty if it does not say. */
    public Optional<String> byDefault(String key) {
        Path folder = submit.toAbsolutePath().getParent();
        Path home = folder == null ? null : folder.getParent();
        Path defaults = home == null ? null : home.resolve("conf").resolve("spark-defaults.conf");
        if (defaults == null || !Files.isReadable(defaults)) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(defaults)) {
            properties.load(in);
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
        return Optional.ofNullable(properties.getProperty(key)).map(String::strip);
    }
}
