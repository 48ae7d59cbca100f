package dev.tidewheel.engine.session;

import org.apache.spark.sql.SparkSession;

/**
 * Whether Spark compiles queries to Java classes. Compiling costs a tenth of a second and more for each new query and
 * pays from about {@value #WORTHWHILE_BYTES} bytes of input on; below, expressions are interpreted.
 */
public enum CodeGeneration {
    COMPILED("true", "FALLBACK"),
    INTERPRETED("false", "NO_CODEGEN");

    private static final long WORTHWHILE_BYTES = 4L << 20;
    private static final String WHOLE_STAGE = "spark.sql.codegen.wholeStage";
    private static final String FACTORY_MODE = "spark.sql.codegen.factoryMode";

    private final String wholeStage;
    private final String factoryMode;

    CodeGeneration(String wholeStage, String factoryMode) {
        this.wholeStage = wholeStage;
        this.factoryMode = factoryMode;
    }

    /** What is cheaper for so much input; a negative number means unknown. */
    public static CodeGeneration forInput(long bytes) {
        return bytes >= 0 && bytes < WORTHWHILE_BYTES ? INTERPRETED : COMPILED;
    }

    /** Sets the queries that this session runs from now on; unless the user chose, whose choice stays. */
    public void applyTo(SparkSession session) {
        boolean chosen = session.sparkContext().getConf().contains(WHOLE_STAGE)
                || session.sparkContext().getConf().contains(FACTORY_MODE);
        if (!chosen) {
            session.conf().set(WHOLE_STAGE, wholeStage);
            session.conf().set(FACTORY_MODE, factoryMode);
        }
    }
}
