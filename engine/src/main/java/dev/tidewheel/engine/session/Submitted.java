package dev.tidewheel.engine.session;

/** Whether this process is a driver that {@code spark-submit} has started. */
public final class Submitted {

    private Submitted() {}

    /** True if Spark has seen to the class path of driver and executors, and has put its settings into the properties. */
    public static boolean bySparkSubmit() {
        return Boolean.getBoolean("SPARK_SUBMIT") || System.getProperty("spark.submit.deployMode") != null;
    }

    /** True if the driver runs on a machine of the cluster, whose process the cluster watches. */
    public static boolean toTheCluster() {
        return "cluster".equals(System.getProperty("spark.submit.deployMode"));
    }
}
