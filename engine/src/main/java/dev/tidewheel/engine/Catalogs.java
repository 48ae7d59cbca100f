package dev.tidewheel.engine;

import dev.tidewheel.engine.lake.ObjectStorage;
import dev.tidewheel.engine.plan.StorageLayout;
import dev.tidewheel.model.settings.PipelineSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.classic.SparkSession;

/**
 * Which catalogs Spark sees: those that a pipeline names are folders of its storage, unless the configuration says what
 * else they are. Stateless.
 */
final class Catalogs {

    static final String KEY = "spark.sql.catalog.";
    static final String CLASS = "dev.tidewheel.engine.lake.FileSystemCatalog";

    private Catalogs() {}

    /** Settings that make the pipeline's own catalog known, and its storage usable. */
    static Map<String, String> settings(PipelineSettings settings) {
        Map<String, String> all =
                new LinkedHashMap<>(ObjectStorage.settings(settings.storage(), settings.configuration()));
        for (String catalog : own(settings)) {
            add(all, catalog, new StorageLayout(trimmed(settings.storage()), Map.of()));
        }
        return all;
    }

    /** Catalogs that are folders of the storage. */
    static Set<String> own(PipelineSettings settings) {
        Set<String> own = new TreeSet<>();
        if (!settings.configuration().containsKey(KEY + settings.catalog())
                && !settings.catalog().equalsIgnoreCase("spark_catalog")) {
            own.add(PipelineEngine.lower(settings.catalog()));
        }
        return own;
    }

    /** Makes catalogs that definitions name known to a running session. */
    static void add(SparkSession session, Set<String> catalogs, PipelineSettings settings, StorageLayout storage) {
        for (String catalog : catalogs) {
            if (!catalog.equalsIgnoreCase("spark_catalog")
                    && session.conf().getOption(KEY + catalog).isEmpty()) {
                Map<String, String> added = new LinkedHashMap<>();
                add(added, PipelineEngine.lower(catalog), storage);
                added.forEach((key, value) -> session.conf().set(key, value));
            }
        }
    }

    private static void add(Map<String, String> settings, String catalog, StorageLayout storage) {
        settings.put(KEY + catalog, CLASS);
        settings.put(KEY + catalog + ".root", storage.catalog(catalog));
    }

    private static String trimmed(String root) {
        return root.endsWith("/") ? root.substring(0, root.length() - 1) : root;
    }
}
