package dev.tidewheel.engine.frontend.python.connect;

import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** Says what a read in Python stands for. Safe for use by several threads. */
public interface PythonReader {

    /**
     * The plan for a read; it need not be analysed.
     *
     * @param spark reads the way Spark does by itself
     * @param executed true if the rows are wanted now, by the user's code
     */
    LogicalPlan read(PythonRead read, SparkReader spark, boolean executed);

    /** Reads as Spark reads. */
    interface SparkReader {
        /** The plan for a source whose paths can be opened. */
        LogicalPlan load(PythonRead.Source source);

        /** The plan for a text, names still open. */
        LogicalPlan parse(String sql);
    }
}
