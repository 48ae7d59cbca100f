package dev.tidewheel.engine.lake;

import java.util.Map;

/** Settings that make a Spark session use the file system and the log of this package for local paths. */
public final class LocalStorage {

    private LocalStorage() {}

    /** Settings for {@code SparkSession.Builder.config}. */
    public static Map<String, String> sparkSettings() {
        return Map.of(
                "spark.hadoop.fs.file.impl", FastLocalFileSystem.class.getName(),
                "spark.hadoop.fs.AbstractFileSystem.file.impl", FastLocalFs.class.getName(),
                "spark.delta.logStore.file.impl", AtomicLogStore.class.getName(),
                "spark.hadoop.io.delta.kernel.logStore.file.impl", AtomicLogStore.class.getName());
    }
}
