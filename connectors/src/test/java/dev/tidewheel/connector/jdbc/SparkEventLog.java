package dev.tidewheel.connector.jdbc;

import java.nio.file.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.EventLoggingListener;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/** Spark's event log, written to a folder for as long as this is open: all that its pages show is made from it. */
final class SparkEventLog implements AutoCloseable {

    private final SparkContext context;
    private final EventLoggingListener listener;

    SparkEventLog(SparkSession session, Path folder) {
        this.context = session.sparkContext();
        this.listener = new EventLoggingListener(
                context.applicationId(),
                Option.empty(),
                folder.toUri(),
                context.getConf().set("spark.eventLog.compress", "false"),
                context.hadoopConfiguration());
        listener.start();
        context.addSparkListener(listener);
    }

    @Override
    public void close() {
        context.removeSparkListener(listener);
        listener.stop();
    }
}
