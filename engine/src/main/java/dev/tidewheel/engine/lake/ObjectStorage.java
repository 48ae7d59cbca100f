package dev.tidewheel.engine.lake;

import dev.tidewheel.engine.file.ObjectCheckpoints;
import dev.tidewheel.engine.file.ObjectLogStore;
import dev.tidewheel.engine.file.ObjectStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Settings that a session needs where a pipeline's storage is an object store. Stateless. */
public final class ObjectStorage {

    /** Delta has log stores of its own for these, which several machines may use. */
    private static final Set<String> DELTAS_OWN = Set.of("gs", "oci");

    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):.*");
    private static final String CHECKPOINTS = "spark.sql.streaming.checkpointFileManagerClass";
    private static final String DELTA = "spark.delta.logStore.%s.impl";
    private static final String KERNEL = "io.delta.kernel.logStore.%s.impl";
    private static final String HADOOP = "spark.hadoop.";

    private ObjectStorage() {}

    /** Settings for tables in Amazon S3, whatever the storage is: Delta's own log store is safe for one driver only. */
    public static Map<String, String> everywhere() {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String scheme : List.of("s3", "s3a", "s3n")) {
            settings.put(String.format(DELTA, scheme), ObjectLogStore.class.getName());
            settings.put(HADOOP + String.format(KERNEL, scheme), ObjectLogStore.class.getName());
        }
        return settings;
    }

    /**
     * Settings for {@code SparkSession.Builder.config}, or for a session that is open; none for other storage.
     *
     * @param storage a path or URI
     * @param chosen what the user has set, which wins
     */
    public static Map<String, String> settings(String storage, Map<String, String> chosen) {
        Matcher uri = SCHEME.matcher(storage);
        if (!uri.matches() || uri.group(1).equalsIgnoreCase("file")) {
            return Map.of();
        }
        String scheme = uri.group(1).toLowerCase(Locale.ROOT);
        if (!ObjectStore.isOne(scheme, LocalStorage.hadoopConfiguration(chosen))) {
            return Map.of();
        }
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put(CHECKPOINTS, ObjectCheckpoints.class.getName());
        if (!DELTAS_OWN.contains(scheme)) {
            String delta = String.format(DELTA, scheme);
            String kernel = String.format(KERNEL, scheme);
            String theirs = chosen.getOrDefault(HADOOP + kernel, ObjectLogStore.class.getName());
            settings.put(delta, theirs);
            settings.put(HADOOP + kernel, theirs);
            // where the session is open already
            settings.put(kernel, theirs);
        }
        settings.keySet().removeAll(chosen.keySet());
        return settings;
    }
}
