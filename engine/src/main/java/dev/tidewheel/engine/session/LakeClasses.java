package dev.tidewheel.engine.session;

import java.util.Map;

/** Classes of the lake that Spark, Hadoop and Delta find by name. Each is set only where it is on the class path. */
final class LakeClasses {
    private static final Map<String, String> BY_KEY = Map.of(
            "spark.hadoop.fs.file.impl", "dev.tidewheel.engine.lake.FastLocalFileSystem",
            "spark.hadoop.fs.AbstractFileSystem.file.impl", "dev.tidewheel.engine.lake.FastLocalFs",
            "spark.delta.logStore.file.impl", "dev.tidewheel.engine.lake.AtomicLogStore",
            "spark.hadoop.io.delta.kernel.logStore.file.impl", "dev.tidewheel.engine.lake.AtomicLogStore");

    private LakeClasses() {}

    static void addTo(Map<String, String> settings) {
        BY_KEY.forEach((key, className) -> {
            if (isPresent(className)) {
                settings.put(key, className);
            }
        });
    }

    private static boolean isPresent(String className) {
        return LakeClasses.class.getClassLoader().getResource(className.replace('.', '/') + ".class") != null;
    }
}
