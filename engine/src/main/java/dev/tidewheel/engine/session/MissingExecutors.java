package dev.tidewheel.engine.session;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;

/** Tells of a cluster that gives us nothing: Spark waits for executors without end, and says so in its log only. */
public final class MissingExecutors {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private MissingExecutors() {}

    /** Looks once, a while after the session was opened. */
    public static void watch(CompletableFuture<SparkSession> session, Consumer<String> notices) {
        watch(session, notices, PATIENCE);
    }

    static void watch(CompletableFuture<SparkSession> session, Consumer<String> notices, Duration patience) {
        Executor later = CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS);
        session.thenAcceptAsync(
                opened -> {
                    SparkContext context = opened.sparkContext();
                    // the driver counts as one
                    if (!context.isStopped() && context.statusTracker().getExecutorInfos().length <= 1) {
                        notices.accept("waiting: " + context.master() + " has not given an executor yet. Do its workers"
                                + " have spark.executor.memory and spark.executor.cores to spare, and can they reach"
                                + " this machine (spark.driver.host)?");
                    }
                },
                later);
    }
}
