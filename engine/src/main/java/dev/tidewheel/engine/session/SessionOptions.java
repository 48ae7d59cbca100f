package dev.tidewheel.engine.session;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a session is to be opened.
 *
 * @param name shown where Spark shows the name of an application
 * @param master Spark's master URL; with anything but {@code local…} the settings that suit one machine are left alone
 * @param log where Spark's log goes
 * @param configuration Spark settings that win over the defaults of the engine, in the order in which they were given
 */
public record SessionOptions(String name, String master, EngineLog log, Map<String, String> configuration) {

    public static final String LOCAL = "local[*]";

    private static final String MASTER = "spark.master";
    private static final String HADOOP = "spark.hadoop.";

    public SessionOptions {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(master, "master is null");
        Objects.requireNonNull(log, "log is null");
        configuration = Collections.unmodifiableMap(new LinkedHashMap<>(configuration));
    }

    /** All cores of this machine, nothing overridden, the log as it is. */
    public static SessionOptions local(String name) {
        return new SessionOptions(name, LOCAL, new EngineLog.Unchanged(), Map.of());
    }

    public SessionOptions withMaster(String newMaster) {
        return new SessionOptions(name, newMaster, log, configuration);
    }

    public SessionOptions withLog(EngineLog newLog) {
        return new SessionOptions(name, master, newLog, configuration);
    }

    /**
     * The same on the master that was asked for: {@code given}, else the setting {@code spark.master}, else what {@code
     * spark-submit} was told, else this machine.
     */
    public SessionOptions onMaster(@Nullable String given) {
        Map<String, String> others = new LinkedHashMap<>(configuration);
        String configured = others.remove(MASTER);
        String submitted = System.getProperty(MASTER);
        String chosen = given != null ? given : configured != null ? configured : submitted;
        return new SessionOptions(name, chosen == null ? master : chosen, log, others);
    }

    /** The same, with one more setting; it wins over an earlier one of the same key. */
    public SessionOptions with(String key, String value) {
        return with(Map.of(key, value));
    }

    /** The same, with more settings; they win over earlier ones of the same key. */
    public SessionOptions with(Map<String, String> more) {
        Map<String, String> merged = new LinkedHashMap<>(configuration);
        merged.putAll(more);
        return new SessionOptions(name, master, log, merged);
    }

    /** True if the driver and all executors are this process. */
    public boolean isLocal() {
        return master.equals("local") || master.startsWith("local[");
    }

    /**
     * The same, with values that Spark shows nowhere: neither on its pages nor in its event log.
     *
     * @param names of settings with secret values
     */
    public SessionOptions hiding(Set<String> names) {
        if (names.isEmpty()) {
            return this;
        }
        String known = configuration.getOrDefault(
                SessionDefaults.REDACTION, SessionDefaults.everywhere().get(SessionDefaults.REDACTION));
        // Hadoop's own list has them without what Spark puts before them
        String pattern = names.stream()
                .map(name -> Pattern.quote(name.startsWith(HADOOP) ? name.substring(HADOOP.length()) : name))
                .collect(Collectors.joining("|", known + "|", ""));
        return with(SessionDefaults.REDACTION, pattern);
    }
}
