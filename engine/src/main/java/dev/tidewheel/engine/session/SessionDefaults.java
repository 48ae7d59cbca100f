package dev.tidewheel.engine.session;

import dev.tidewheel.engine.lake.LocalStorage;
import dev.tidewheel.engine.lake.ObjectStorage;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The settings that a session starts with before the user's are laid over them. Why each is there is measured in
 * docs/performance-notes.md.
 */
final class SessionDefaults {
    static final String REDACTION = "spark.redaction.regex";
    static final String EXTENSIONS = "spark.sql.extensions";
    static final String JARS = "spark.jars";
    static final String DELTA_EXTENSION = "io.delta.sql.DeltaSparkSessionExtension";

    private static final String WAREHOUSE = "spark.sql.warehouse.dir";

    private SessionDefaults() {}

    /** What holds on every master: results do not depend on the machine, and Delta works. */
    static Map<String, String> everywhere() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put(EXTENSIONS, DELTA_EXTENSION + "," + ParameterExtension.class.getName());
        settings.put("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog");
        // tables have properties that only other products know, such as delta.tuneFileSizesForRewrites
        settings.put("spark.databricks.delta.allowArbitraryProperties.enabled", "true");
        settings.put("spark.sql.catalogImplementation", "in-memory");
        settings.put("spark.sql.session.timeZone", "UTC");
        settings.put("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS");
        settings.put("spark.ui.showConsoleProgress", "false");
        // by name; Spark's own default does not know what connectors call theirs
        settings.put(
                REDACTION,
                "(?i)secret|password|passphrase|token|access[.]?key|account[.]?key|credential|jaas|connectionstring");
        settings.putAll(LocalStorage.sparkSettings());
        settings.putAll(ObjectStorage.everywhere());
        return settings;
    }

    /**
     * What suits a driver that is its own only executor.
     *
     * @param cores number of tasks that run at a time
     * @param scratch a folder of this process, which need not exist
     */
    static Map<String, String> oneMachine(int cores, Path scratch) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("spark.driver.host", "127.0.0.1");
        settings.put("spark.driver.bindAddress", "127.0.0.1");
        settings.put(WAREHOUSE, warehouse(scratch));
        settings.put("spark.sql.shuffle.partitions", Integer.toString(cores));
        settings.put("spark.databricks.delta.snapshotPartitions", "1");
        settings.put("spark.locality.wait", "0");
        // nobody looks at these: neither pages nor history of jobs, nor metrics of a process that is its own observer
        settings.put("spark.ui.enabled", "false");
        settings.put("spark.ui.retainedJobs", "4");
        settings.put("spark.ui.retainedStages", "4");
        settings.put("spark.ui.retainedTasks", "100");
        settings.put("spark.sql.ui.retainedExecutions", "4");
        settings.put("spark.sql.ui.explainMode", "simple");
        settings.put("spark.sql.streaming.ui.enabled", "false");
        settings.put("spark.metrics.staticSources.enabled", "false");
        settings.put("spark.metrics.executorMetricsSource.enabled", "false");
        return settings;
    }

    /**
     * What a driver of executors on other machines needs. How many tasks there are, on which address the driver is
     * reached, and what is shown, is for Spark and the user to say.
     *
     * @param jars what the executors lack
     * @param scratch a folder of this process, which need not exist
     */
    static Map<String, String> cluster(List<Path> jars, Path scratch) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put(WAREHOUSE, warehouse(scratch));
        if (!jars.isEmpty()) {
            settings.put(JARS, jars.stream().map(jar -> jar.toUri().toString()).collect(Collectors.joining(",")));
        }
        return settings;
    }

    private static String warehouse(Path scratch) {
        return scratch.resolve("warehouse").toUri().toString();
    }
}
