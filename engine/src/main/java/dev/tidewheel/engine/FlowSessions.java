package dev.tidewheel.engine;

import dev.tidewheel.engine.flow.SessionChoice;
import dev.tidewheel.engine.session.StateSettings;
import dev.tidewheel.engine.session.WorkSize;
import dev.tidewheel.engine.spark.ColonPaths;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
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
    private volatile SparkSession current;
    private List<String> jars = List.of();

    FlowSessions(SparkSession base) {
        this.base = base;
        this.current = base;
        ColonPaths.registerIn(base);
    }

    /**
     * Flows run with these jars from now on. A changed list gives a session of its own: Spark keeps the jars of each
     * session apart, so that a class that was compiled anew is not taken for the one that has been loaded before.
     */
    synchronized void use(List<String> newJars) {
        if (newJars.equals(jars)) {
            return;
        }
        SparkSession session = newJars.isEmpty() ? base : base.cloneSession();
        for (int i = 0; i < newJars.size(); i++) {
            String jar = newJars.get(i);
            session.addArtifact(jar, i + "-" + Path.of(jar).getFileName());
        }
        variants.clear();
        tuned.clear();
        current = session;
        jars = List.copyOf(newJars);
    }

    /** The session for these settings; those that are not Spark's do not matter. */
    SparkSession session(Map<String, String> configuration) {
        Map<String, String> own = new TreeMap<>();
        configuration.forEach((key, value) -> {
            if (key.startsWith(SPARK)) {
                own.put(key, value);
            }
        });
        return own.isEmpty() ? current : variants.computeIfAbsent(own, this::variant);
    }

    /** The sessions that there are so far. */
    List<SparkSession> all() {
        List<SparkSession> sessions = new ArrayList<>(List.of(current));
        sessions.addAll(variants.values());
        sessions.addAll(tuned.values());
        return sessions;
    }

    /** Sessions with these settings for little and for much data. */
    SessionChoice choice(Map<String, String> configuration) {
        return choice(WorkSize::ofInput, configuration);
    }

    /** As {@link #choice(Map)}, for flows that are run again and again. */
    SessionChoice repeatedChoice(Map<String, String> configuration) {
        return choice(WorkSize::ofRepeatedInput, configuration);
    }

    private SessionChoice choice(LongFunction<WorkSize> sizes, Map<String, String> configuration) {
        return inputBytes -> {
            SparkSession session = tuned(sizes.apply(inputBytes), configuration);
            // Settings are those of the session that is active in the thread.
            SparkSession.setActiveSession(session);
            return session;
        };
    }

    private SparkSession tuned(WorkSize size, Map<String, String> configuration) {
        return tuned.computeIfAbsent(size + " " + new TreeMap<>(configuration), key -> {
            SparkSession session = session(configuration).cloneSession();
            StateSettings.applyTo(session);
            if (configuration.keySet().stream().noneMatch(WorkSize::governs)) {
                size.applyTo(session);
            }
            return session;
        });
    }

    private SparkSession variant(Map<String, String> configuration) {
        SparkSession session = current.cloneSession();
        new HashMap<>(configuration).forEach((key, value) -> session.conf().set(key, value));
        return session;
    }

    /** True if the name is a catalog that Spark knows and that is not a folder of ours. */
    boolean isForeignCatalog(String catalog) {
        return catalog.equalsIgnoreCase("spark_catalog")
                || base.conf().getOption(Catalogs.KEY + catalog).exists(name -> !name.equals(Catalogs.CLASS));
    }
}
