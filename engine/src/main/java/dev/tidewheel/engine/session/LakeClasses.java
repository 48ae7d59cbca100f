package dev.tidewheel.engine.session;

import dev.tidewheel.engine.lake.AtomicLogStore;
import dev.tidewheel.engine.lake.FastLocalFileSystem;
import dev.tidewheel.engine.lake.FastLocalFs;
import java.util.Map;

/** Classes of the lake that Hadoop, Delta and Delta Kernel find by name. */
final class LakeClasses {

    private LakeClasses() {}

    static Map<String, String> settings() {
        String logStore = AtomicLogStore.class.getName();
        return Map.of(
                "spark.hadoop.fs.file.impl", FastLocalFileSystem.class.getName(),
                "spark.hadoop.fs.AbstractFileSystem.file.impl", FastLocalFs.class.getName(),
                "spark.delta.logStore.file.impl", logStore,
                "spark.hadoop.io.delta.kernel.logStore.file.impl", logStore);
    }
}
