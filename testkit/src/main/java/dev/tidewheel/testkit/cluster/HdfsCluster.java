package dev.tidewheel.testkit.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * A real HDFS on this machine, with one data node, in a process of its own. Needs {@code hadoop-client-minicluster} on the
 * class path. Closing it ends it. Used by one thread.
 */
public final class HdfsCluster implements AutoCloseable {
    private static final long MOST_SECONDS = 120;

    private final Process process;
    private final String address;
    private final Thread atExit;

    private HdfsCluster(Process process, String address, Thread atExit) {
        this.process = process;
        this.address = address;
        this.atExit = atExit;
    }

    /**
     * Starts one and waits until it takes files. What it prints is in {@code hdfs.log} of the folder.
     *
     * @param folder an empty folder
     * @throws IllegalStateException if it ends, or takes too long
     */
    public static HdfsCluster start(Path folder) throws IOException, InterruptedException {
        Path log = folder.resolve("hdfs.log");
        Path address = folder.resolve("address");
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
        command.addAll(List.of("-cp", SparkHome.classPath(), HdfsProcess.class.getName()));
        command.addAll(List.of(folder.resolve("hdfs").toString(), address.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Thread atExit = new Thread(process::destroyForcibly, "stop-hdfs");
        Runtime.getRuntime().addShutdownHook(atExit);
        long start = System.nanoTime();
        while (!Files.exists(address)) {
            boolean late = System.nanoTime() - start > TimeUnit.SECONDS.toNanos(MOST_SECONDS);
            if (late || !process.isAlive()) {
                process.destroyForcibly();
                throw new IllegalStateException("HDFS did not start:\n" + Files.readString(log));
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return new HdfsCluster(process, Files.readString(address), atExit);
    }

    /** Its root, such as {@code hdfs://localhost:37121}. */
    public String address() {
        return address;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }
}
