package dev.tidewheel.engine.lake;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.plans.logical.CollectMetrics;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.util.QueryExecutionListener;
import scala.jdk.javaapi.CollectionConverters;

/** Catches the metrics that a plan collects while delta-spark runs it in an execution that we do not hold. */
final class ObservedMetrics implements QueryExecutionListener {
    private final SparkSession session;
    private final Set<String> wanted;
    private final Map<String, Row> found = new ConcurrentHashMap<>();
    private final CountDownLatch complete = new CountDownLatch(1);

    private ObservedMetrics(SparkSession session, Set<String> wanted) {
        this.session = session;
        this.wanted = wanted;
    }

    /** The metrics that an execution has collected, by name. */
    @SuppressWarnings("GuardedBy") // the method takes the lock itself; error-prone reads the Scala annotation otherwise
    static Map<String, Row> of(QueryExecution execution) {
        return CollectionConverters.asJava(execution.observedMetrics());
    }

    static ObservedMetrics listen(SparkSession session, LogicalPlan rows) {
        Set<String> names = new HashSet<>();
        rows.foreach(node -> {
            if (node instanceof CollectMetrics metrics) {
                names.add(metrics.name());
            }
            return null;
        });
        ObservedMetrics metrics = new ObservedMetrics(session, names);
        if (!names.isEmpty()) {
            session.listenerManager().register(metrics);
        }
        return metrics;
    }

    /** To be called once the plan has run; Spark reports through a queue, so the metrics may come a little later. */
    Map<String, Row> await() {
        if (wanted.isEmpty()) {
            return Map.of();
        }
        try {
            if (!complete.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Spark did not report the metrics " + wanted);
            }
            return Map.copyOf(found);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        } finally {
            session.listenerManager().unregister(this);
        }
    }

    @Override
    public void onSuccess(String function, QueryExecution execution, long nanoseconds) {
        of(execution).forEach((name, row) -> {
            if (wanted.contains(name)) {
                found.put(name, row);
            }
        });
        if (found.keySet().containsAll(wanted)) {
            complete.countDown();
        }
    }

    @Override
    public void onFailure(String function, QueryExecution execution, Exception failure) {
        // the write fails too
    }
}
