package dev.tidewheel.engine.testing;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.SparkSession;

/** Counts the jobs that Spark starts from when it is made until it is closed. */
public final class JobCount implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 10_000;

    private final SparkSession session;
    private final AtomicInteger jobs = new AtomicInteger();
    private final SparkListener listener = new SparkListener() {
        @Override
        public void onJobStart(SparkListenerJobStart start) {
            jobs.incrementAndGet();
        }
    };

    private JobCount(SparkSession session) {
        this.session = session;
    }

    public static JobCount on(SparkSession session) {
        JobCount count = new JobCount(session);
        count.settle();
        session.sparkContext().addSparkListener(count.listener);
        return count;
    }

    /** Jobs so far. */
    public int count() {
        settle();
        return jobs.get();
    }

    /** Listeners hear of jobs a little later than they happen. */
    private void settle() {
        try {
            session.sparkContext().listenerBus().waitUntilEmpty(PATIENCE_MILLIS);
        } catch (Exception e) {
            throw new IllegalStateException("Spark's listeners are not told in time", e);
        }
    }

    @Override
    public void close() {
        session.sparkContext().removeSparkListener(listener);
    }
}
