package dev.tidewheel.testkit.cluster;

import dev.tidewheel.engine.session.SparkDistribution;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/**
 * An installation of Spark: a folder with {@code jars/}, which holds links to Spark's jars on the class path and to no
 * others, and {@code bin/spark-submit}. As in a downloaded Spark, there is neither Delta Lake in it nor anything of ours.
 *
 * @param folder what {@code SPARK_HOME} is set to
 */
public record SparkHome(Path folder) {

    /** Spark's launcher prints the command to run, its parts divided by zero bytes; this is what its own script does. */
    private static final String SUBMIT = """
            #!/usr/bin/env bash
            command=()
            while IFS= read -r -d '' part; do command+=("$part"); done < <(
              "$JAVA_HOME/bin/java" -Xmx64m -cp "$SPARK_HOME/jars/*" org.apache.spark.launcher.Main \\
                org.apache.spark.deploy.SparkSubmit "$@" | tail -c +3)
            exec "${command[@]}"
            """;

    public SparkHome {
        Objects.requireNonNull(folder, "folder is null");
    }

    /** Makes one in a folder that is empty or not there. */
    public static SparkHome make(Path folder) throws IOException {
        Path jars = Files.createDirectories(folder.resolve("jars"));
        SparkDistribution spark = SparkDistribution.known();
        for (String entry : classPath().split(File.pathSeparator)) {
            Path jar = Path.of(entry);
            String name = String.valueOf(jar.getFileName());
            if (spark.brings(name) && Files.isRegularFile(jar)) {
                Files.createSymbolicLink(jars.resolve(name), jar.toAbsolutePath());
            }
        }
        Path submit = Files.createDirectories(folder.resolve("bin")).resolve("spark-submit");
        Files.writeString(submit, SUBMIT);
        Files.setPosixFilePermissions(submit, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new SparkHome(folder.toAbsolutePath());
    }

    /** The whole one, where a build shortens it to a single jar. */
    static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** Sets what processes of this installation find in their environment. */
    public void enter(ProcessBuilder process) {
        process.environment().put("SPARK_HOME", folder.toString());
        process.environment().put("SPARK_SCALA_VERSION", "2.13");
        process.environment().put("JAVA_HOME", System.getProperty("java.home"));
    }
}
