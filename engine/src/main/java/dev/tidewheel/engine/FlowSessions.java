package dev.tidewheel.engine;

import dev.tidewheel.engine.flow.SessionChoice;
import dev.tidewheel.engine.session.WorkSize;
import dev.tidewheel.engine.spark.ColonPaths;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.classic.SparkSession;

/**
 * The session of the pipeline and its variants: flows with settings of their own get a session that shares everything
 * else. Thread-safe.
 */
final class FlowSessions {

    private static final String SPARK = "spark.";

    private final SparkSession base;
    private final Map<Map<String, String>, SparkSession> variants = new ConcurrentHashMap<>();
    private final Map<String, SparkSession> tuned = new ConcurrentHashMap<>();

    FlowSessions(SparkSession base) {
        this.base = base;
        ColonPaths.registerIn(base);
    }

    /** The session for these settings; those that are not Spark's do not matter. */
    SparkSession session(Map<String, String> configuration) {
        Map<String, String> own = new TreeMap<>();
        configuration.forEach((key, value) -> {
            if (key.startsWith(SPARK)) {
                own.put(key, value);
            }
        });
        return own.isEmpty() ? base : variants.computeIfAbsent(own, this::variant);
    }

    /** Sessions with these settings for little and for much data. */
    SessionChoice choice(Map<String, String> configuration) {
        return inputBytes -> {
            SparkSession session = tuned(WorkSize.ofInput(inputBytes), configuration);
            // Settings are those of the session that is active in the thread.
            SparkSession.setActiveSession(session);
            return session;
        };
    }

    private SparkSession tuned(WorkSize size, Map<String, String> configuration) {
        return tuned.computeIfAbsent(size + " " + new TreeMap<>(configuration), key -> {
            SparkSession session = session(configuration).cloneSession();
            if (configuration.keySet().stream().noneMatch(WorkSize::governs)) {
                size.applyTo(session);
            }
            return session;
        });
    }

    private SparkSession variant(Map<String, String> configuration) {
        SparkSession session = base.cloneSession();
        new HashMap<>(configuration).forEach((key, value) -> session.conf().set(key, value));
        return session;
    }

    /** True if the name is a catalog that Spark knows and that is not a folder of ours. */
    boolean isForeignCatalog(String catalog) {
        return catalog.equalsIgnoreCase("spark_catalog")
                || base.conf().getOption(Catalogs.KEY + catalog).exists(name -> !name.equals(Catalogs.CLASS));
    }
}
