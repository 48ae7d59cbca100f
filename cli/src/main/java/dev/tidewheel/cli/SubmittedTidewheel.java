package dev.tidewheel.cli;

import dev.tidewheel.cli.submit.ProjectJar;
import dev.tidewheel.engine.session.Submitted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** The main class that {@code spark-submit} starts: the same commands, and an end as clusters want it. */
public final class SubmittedTidewheel {

    private SubmittedTidewheel() {}

    public static void main(String[] arguments) throws IOException {
        int exitCode = Tidewheel.execute(inFolder(arguments));
        if (exitCode == 0) {
            SparkSession.getDefaultSession().foreach(session -> {
                session.stop();
                return null;
            });
        }
        if (exitCode == 0 && Submitted.toTheCluster()) {
            // the cluster's own process is around us: one that is ended from within counts as failed
            return;
        }
        System.exit(exitCode);
    }

    /** On a machine of the cluster the project is on the class path. */
    private static String[] inFolder(String[] arguments) throws IOException {
        String[] found = arguments.clone();
        Path folder = null;
        for (int i = 0; i < found.length; i++) {
            if (found[i].equals(ProjectJar.FOLDER) || found[i].startsWith(ProjectJar.FOLDER + "/")) {
                if (folder == null) {
                    folder = Files.createTempDirectory("tidewheel-project-");
                    ProjectJar.unpack(Thread.currentThread().getContextClassLoader(), folder);
                }
                found[i] = folder + found[i].substring(ProjectJar.FOLDER.length());
            }
        }
        return found;
    }
}
