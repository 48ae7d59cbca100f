package dev.tidewheel.engine.lake;

import java.util.HashMap;
import java.util.Map;
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
final class ObservedMetrics implements QueryExecutionListener, AutoCloseable {
    private final SparkSession session;
    /** By name, which Dataset they are of: other flows may collect under the same name meanwhile. */
    private final Map<String, Long> wanted;

    private final Map<String, Row> found = new ConcurrentHashMap<>();
    private final CountDownLatch complete = new CountDownLatch(1);

    private ObservedMetrics(SparkSession session, Map<String, Long> wanted) {
        this.session = session;
        this.wanted = wanted;
    }

    /** The metrics that an execution has collected, by name. */
    @SuppressWarnings("GuardedBy") // the method takes the lock itself; error-prone reads the Scala annotation otherwise
    static Map<String, Row> of(QueryExecution execution) {
        return CollectionConverters.asJava(execution.observedMetrics());
    }

    static ObservedMetrics listen(SparkSession session, LogicalPlan rows) {
        ObservedMetrics metrics = new ObservedMetrics(session, collected(rows));
        if (!metrics.wanted.isEmpty()) {
            session.listenerManager().register(metrics);
        }
        return metrics;
    }

    private static Map<String, Long> collected(LogicalPlan plan) {
        Map<String, Long> collected = new HashMap<>();
        plan.foreach(node -> {
            if (node instanceof CollectMetrics metrics) {
                collected.put(metrics.name(), metrics.dataframeId());
            }
            return null;
        });
        return collected;
    }

    /** To be called once the plan has run; Spark reports through a queue, so the metrics may come a little later. */
    Map<String, Row> await() {
        if (wanted.isEmpty()) {
            return Map.of();
        }
        try {
            if (!complete.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Spark did not report the metrics " + wanted.keySet());
            }
            return Map.copyOf(found);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    @Override
    public void close() {
        if (!wanted.isEmpty()) {
            session.listenerManager().unregister(this);
        }
    }

    @Override
    public void onSuccess(String function, QueryExecution execution, long nanoseconds) {
        Map<String, Long> collected = collected(execution.analyzed());
        of(execution).forEach((name, row) -> {
            Long dataset = wanted.get(name);
            if (dataset != null && dataset.equals(collected.get(name))) {
                found.put(name, row);
            }
        });
        if (found.keySet().containsAll(wanted.keySet())) {
            complete.countDown();
        }
    }

    @Override
    public void onFailure(String function, QueryExecution execution, Exception failure) {
        // the write fails too
    }
}
