package dev.tidewheel.engine.session;

import dev.tidewheel.engine.spark.SparkProblems;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.Utils;

/**
 * Opens the Spark session of this process. A process has one; opening a second one gives the first again, with the
 * settings of the second where Spark allows them to change. Thread-safe.
 */
public final class SparkSessions {

    private SparkSessions() {}

    /**
     * Opens the session and waits for it.
     *
     * @throws PipelineException if Spark refuses a setting or the master cannot be reached
     */
    public static SparkSession open(SessionOptions options) {
        options.log().start();
        // the builder of the interface finds this one through Scala's reflection, which takes half a second to start
        org.apache.spark.sql.classic.SparkSession.Builder builder = org.apache.spark.sql.classic.SparkSession.builder();
        builder.appName(options.name());
        builder.master(options.master());
        settings(options).forEach(builder::config);
        if (options.isLocal()) {
            // without this Spark asks the resolver for the name of the machine, which may take seconds
            Utils.setCustomHostname("127.0.0.1");
        }
        try {
            org.apache.spark.sql.classic.SparkSession session = builder.getOrCreate();
            // made on first use otherwise, and only then would settings of SQL be checked
            session.sessionState();
            return session;
        } catch (PipelineException e) {
            throw e;
        } catch (Exception e) {
            // Spark throws checked exceptions without saying so
            throw notStarted(options, e);
        }
    }

    /**
     * Starts to open the session on a thread of its own, so that files can be read and parsed meanwhile. The future
     * fails as {@link #open} does.
     */
    public static CompletableFuture<SparkSession> openInBackground(SessionOptions options) {
        CompletableFuture<SparkSession> session = new CompletableFuture<>();
        Thread thread = new Thread(() -> complete(session, options), "open-spark-session");
        thread.setDaemon(true);
        thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
        thread.start();
        return session;
    }

    private static void complete(CompletableFuture<SparkSession> session, SessionOptions options) {
        try {
            session.complete(open(options));
        } catch (Throwable e) {
            // whoever waits for the session has to hear of everything
            session.completeExceptionally(e);
        }
    }

    /** All settings that a session of these options starts with. */
    static Map<String, String> settings(SessionOptions options) {
        Map<String, String> settings = SessionDefaults.everywhere();
        if (options.isLocal()) {
            settings.putAll(SessionDefaults.oneMachine(Runtime.getRuntime().availableProcessors(), scratch()));
        }
        Map<String, String> given = new LinkedHashMap<>(options.configuration());
        if (!options.isLocal()) {
            List<Path> jars = haveOurJars(given) ? List.of() : ClusterJars.ofThisProcess(scratch());
            settings.putAll(SessionDefaults.cluster(jars, scratch()));
            String theirs = given.remove(SessionDefaults.JARS);
            if (theirs != null) {
                settings.merge(SessionDefaults.JARS, theirs, (one, other) -> one + "," + other);
            }
        }
        String extensions = given.remove(SessionDefaults.EXTENSIONS);
        if (extensions != null) {
            settings.merge(SessionDefaults.EXTENSIONS, extensions, SparkSessions::join);
        }
        settings.putAll(given);
        return settings;
    }

    /** Whether executors find our jars without being sent them. */
    private static boolean haveOurJars(Map<String, String> given) {
        return Submitted.bySparkSubmit()
                || given.getOrDefault("spark.executor.extraClassPath", "").contains("tidewheel");
    }

    /** The user's extensions come on top of Delta's, without which nothing could be written. */
    private static String join(String ours, String theirs) {
        Set<String> all = new LinkedHashSet<>(List.of(ours.split(",")));
        for (String extension : theirs.split(",")) {
            all.add(extension.strip());
        }
        return String.join(",", all);
    }

    private static Path scratch() {
        return Path.of(
                System.getProperty("java.io.tmpdir"),
                "tidewheel-" + ProcessHandle.current().pid());
    }

    private static PipelineException notStarted(SessionOptions options, Exception cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String reason = SparkProblems.message(root);
        return new PipelineException(
                Problem.of(ErrorCode.SESSION_NOT_STARTED, "Spark did not start on " + options.master())
                        .because(reason.lines().findFirst().orElse(reason))
                        .remedy("Check --master, --conf and the configuration of the pipeline file"),
                cause);
    }
}
