package dev.tidewheel.engine.lake;

import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** Settings that make a Spark session use the file system and the log of this package for local paths. */
public final class LocalStorage {
    private static final String HADOOP = "spark.hadoop.";

    private LocalStorage() {}

    /** Settings for {@code SparkSession.Builder.config}. */
    public static Map<String, String> sparkSettings() {
        return Map.of(
                "spark.hadoop.fs.file.impl", FastLocalFileSystem.class.getName(),
                "spark.hadoop.fs.AbstractFileSystem.file.impl", FastLocalFs.class.getName(),
                "spark.delta.logStore.file.impl", AtomicLogStore.class.getName(),
                "spark.hadoop.io.delta.kernel.logStore.file.impl", AtomicLogStore.class.getName());
    }

    /** A Hadoop configuration of its own with the same settings, for work without a session. */
    public static Configuration hadoopConfiguration() {
        return hadoopConfiguration(Map.of());
    }

    /** The same, with what settings for Spark say about Hadoop. */
    public static Configuration hadoopConfiguration(Map<String, String> spark) {
        Configuration configuration = new Configuration();
        Map<String, String> all = new HashMap<>(sparkSettings());
        all.putAll(spark);
        all.forEach((key, value) -> {
            if (key.startsWith(HADOOP)) {
                configuration.set(key.substring(HADOOP.length()), value);
            }
        });
        return configuration;
    }
}
