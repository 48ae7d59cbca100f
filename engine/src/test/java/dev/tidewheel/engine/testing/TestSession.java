package dev.tidewheel.engine.testing;

import dev.tidewheel.engine.lake.LocalStorage;
import dev.tidewheel.engine.lake.ObjectStorage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** One small Spark session for all tests of the module, made when first asked for. */
public final class TestSession {

    private TestSession() {}

    private static final class Holder {
        static final SparkSession SESSION = start();
    }

    public static SparkSession get() {
        SparkSession.setActiveSession(Holder.SESSION);
        return Holder.SESSION;
    }

    /** Settings of the session, for tests that start processes of their own. */
    public static Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>(LocalStorage.sparkSettings());
        Map.of(
                        ObjectStoreFileSystem.SCHEME, ObjectStoreFileSystem.class,
                        FaultyCommitsFileSystem.SCHEME, FaultyCommitsFileSystem.class,
                        FlakyFileSystem.SCHEME, FlakyFileSystem.class)
                .forEach((scheme, files) -> {
                    settings.putAll(ObjectStorage.settings(scheme + ":/", Map.of()));
                    settings.put("spark.hadoop.fs." + scheme + ".impl", files.getName());
                });
        // only storage in such a store asks for it
        settings.remove("spark.sql.streaming.checkpointFileManagerClass");
        settings.put("spark.ui.enabled", "false");
        settings.put("spark.driver.host", "127.0.0.1");
        settings.put("spark.driver.bindAddress", "127.0.0.1");
        settings.put("spark.sql.shuffle.partitions", "2");
        settings.put("spark.databricks.delta.allowArbitraryProperties.enabled", "true");
        settings.put("spark.databricks.delta.snapshotPartitions", "1");
        settings.put("spark.sql.session.timeZone", "UTC");
        settings.put(
                "spark.sql.extensions",
                "io.delta.sql.DeltaSparkSessionExtension,dev.tidewheel.engine.session.ParameterExtension");
        settings.put("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog");
        settings.put("spark.sql.warehouse.dir", System.getProperty("java.io.tmpdir") + "/warehouse");
        settings.put("spark.sql.ui.retainedExecutions", "10");
        settings.put("spark.ui.retainedJobs", "10");
        settings.put("spark.ui.retainedStages", "10");
        return settings;
    }

    private static SparkSession start() {
        SparkSession.Builder builder = SparkSession.builder().master("local[2]").appName("tests");
        settings().forEach(builder::config);
        return builder.getOrCreate();
    }

    public static Dataset<Row> sql(String text) {
        return get().sql(text);
    }

    /** All rows as texts, sorted. */
    public static List<String> rows(Dataset<Row> data) {
        return data.collectAsList().stream().map(Row::toString).sorted().toList();
    }
}
