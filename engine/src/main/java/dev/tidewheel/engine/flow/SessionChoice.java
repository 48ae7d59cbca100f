package dev.tidewheel.engine.flow;

import org.apache.spark.sql.classic.SparkSession;

/** Gives the session for a flow, tuned to how much it is about to read. */
@FunctionalInterface
public interface SessionChoice {

    /**
     * The session, made the active one of the calling thread.
     *
     * @param inputBytes how much there is to read, -1 if that is not known
     */
    SparkSession session(long inputBytes);
}
