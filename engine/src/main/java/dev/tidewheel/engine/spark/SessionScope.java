package dev.tidewheel.engine.spark;

import java.util.function.Supplier;
import org.apache.spark.sql.classic.SparkSession;

/** Runs code with a session's settings and with the classes of its jars. Stateless. */
public final class SessionScope {

    private SessionScope() {}

    /** What {@code action} gives when the session is active in the thread, and data sources are found in its jars. */
    public static <T> T in(SparkSession session, Supplier<T> action) {
        return session.withActive(() -> session.artifactManager().withResources(action::get));
    }
}
