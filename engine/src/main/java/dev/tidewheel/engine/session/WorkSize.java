package dev.tidewheel.engine.session;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/**
 * How much data a query is about to read. Compiling a query to Java classes and planning it again while it runs cost a
 * tenth of a second and more for each new query; they pay only where there is enough to read.
 */
public enum WorkSize {
    /** Expressions are interpreted, the plan stays as it is. */
    SMALL("false", "NO_CODEGEN", "false"),
    /** Little, but the same query comes every moment: what was compiled for it once is found again. */
    OFTEN("true", "FALLBACK", "false"),
    /** What Spark does by itself. */
    LARGE("true", "FALLBACK", "true");

    private static final long LARGE_FROM_BYTES = 4L << 20;
    private static final long OFTEN_FROM_BYTES = 64L << 10;
    private static final String WHOLE_STAGE = "spark.sql.codegen.wholeStage";
    private static final String FACTORY_MODE = "spark.sql.codegen.factoryMode";
    private static final String ADAPTIVE = "spark.sql.adaptive.enabled";

    private final Map<String, String> settings;

    WorkSize(String wholeStage, String factoryMode, String adaptive) {
        settings = Map.of(WHOLE_STAGE, wholeStage, FACTORY_MODE, factoryMode, ADAPTIVE, adaptive);
    }

    /** True for the settings that depend on the size. */
    public static boolean governs(String key) {
        return key.equals(WHOLE_STAGE) || key.equals(FACTORY_MODE) || key.equals(ADAPTIVE);
    }

    /** The size of so many bytes of input; a negative number means unknown, which counts as large. */
    public static WorkSize ofInput(long bytes) {
        return bytes >= 0 && bytes < LARGE_FROM_BYTES ? SMALL : LARGE;
    }

    /** As {@link #ofInput}, for a query that is run again and again by this process. */
    public static WorkSize ofRepeatedInput(long bytes) {
        return ofInput(bytes) == SMALL && bytes >= OFTEN_FROM_BYTES ? OFTEN : ofInput(bytes);
    }

    /**
     * Tunes the queries that this session plans from now on. If the user chose one of these settings at the start, all
     * stay as they are. On a cluster plans are always adaptive: there are more tasks than a small input needs.
     */
    public void applyTo(SparkSession session) {
        boolean chosen = List.of(WHOLE_STAGE, FACTORY_MODE, ADAPTIVE).stream()
                .anyMatch(key -> session.sparkContext().getConf().contains(key));
        if (!chosen) {
            settings.forEach((key, value) -> {
                if (!key.equals(ADAPTIVE) || session.sparkContext().isLocal()) {
                    session.conf().set(key, value);
                }
            });
        }
    }
}
