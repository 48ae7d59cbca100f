package dev.tidewheel.engine.session;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.SparkSession;

/**
 * How much data a query is about to read. Compiling a query to Java classes and planning it again while it runs cost a
 * tenth of a second and more for each new query, and each task costs some hundredths; they pay only where there is enough to
 * read.
 */
public enum WorkSize {
    /** Expressions are interpreted, the plan stays as it is, and small files are read by one task. */
    TINY(false, false, true),
    /** Expressions are interpreted, the plan stays as it is. */
    SMALL(false, false, false),
    /** Small, but the same query comes every moment: what was compiled for it once is found again. */
    OFTEN(true, false, false),
    /** What Spark does by itself. */
    LARGE(true, true, false);

    private static final long SMALL_FROM_BYTES = 1L << 19;
    private static final long LARGE_FROM_BYTES = 4L << 20;
    private static final long OFTEN_FROM_BYTES = 64L << 10;
    private static final String WHOLE_STAGE = "spark.sql.codegen.wholeStage";
    private static final String FACTORY_MODE = "spark.sql.codegen.factoryMode";
    private static final String ADAPTIVE = "spark.sql.adaptive.enabled";
    private static final String FILE_PARTITIONS = "spark.sql.files.minPartitionNum";
    private static final Set<String> GOVERNED = Set.of(WHOLE_STAGE, FACTORY_MODE, ADAPTIVE, FILE_PARTITIONS);

    private final Map<String, String> settings;

    WorkSize(boolean compiles, boolean adapts, boolean oneTask) {
        Map<String, String> all = new HashMap<>();
        all.put(WHOLE_STAGE, Boolean.toString(compiles));
        all.put(FACTORY_MODE, compiles ? "FALLBACK" : "NO_CODEGEN");
        all.put(ADAPTIVE, Boolean.toString(adapts));
        if (oneTask) {
            all.put(FILE_PARTITIONS, "1");
        }
        settings = Map.copyOf(all);
    }

    /** True for the settings that depend on the size. */
    public static boolean governs(String key) {
        return GOVERNED.contains(key);
    }

    /** The size of so many bytes of input; a negative number means unknown, which counts as large. */
    public static WorkSize ofInput(long bytes) {
        if (bytes < 0 || bytes >= LARGE_FROM_BYTES) {
            return LARGE;
        }
        return bytes < SMALL_FROM_BYTES ? TINY : SMALL;
    }

    /** As {@link #ofInput}, for a query that is run again and again by this process. */
    public static WorkSize ofRepeatedInput(long bytes) {
        WorkSize once = ofInput(bytes);
        return once != LARGE && bytes >= OFTEN_FROM_BYTES ? OFTEN : once;
    }

    /**
     * Tunes the queries that this session plans from now on. If the user chose one of these settings at the start, all
     * stay as they are. On a cluster plans are always adaptive, and small files are spread: there are more tasks than a small
     * input needs, and executors that would have nothing to do.
     */
    public void applyTo(SparkSession session) {
        boolean chosen = GOVERNED.stream()
                .anyMatch(key -> session.sparkContext().getConf().contains(key));
        if (chosen) {
            return;
        }
        boolean local = session.sparkContext().isLocal();
        settings.forEach((key, value) -> {
            if (local || !(key.equals(ADAPTIVE) || key.equals(FILE_PARTITIONS))) {
                session.conf().set(key, value);
            }
        });
    }
}
