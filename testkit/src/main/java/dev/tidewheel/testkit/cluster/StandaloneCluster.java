package dev.tidewheel.testkit.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * A master and workers on this machine, each a process of its own with one core. What they print is in {@code logs/} of
 * the folder, what executors print in {@code work/}. Closing it ends all of them. Used by one thread.
 */
public final class StandaloneCluster implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final long MOST_SECONDS = 60;
    private static final List<String> SMALL = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

    private final Path folder;
    private final SparkHome home;
    private final List<Process> processes = Collections.synchronizedList(new ArrayList<>());
    private final int port;
    private final int page;
    private final Thread atExit = new Thread(this::killAll, "stop-cluster");

    private StandaloneCluster(Path folder, SparkHome home) throws IOException {
        this.folder = folder;
        this.home = home;
        this.port = freePort();
        this.page = freePort();
    }

    /**
     * Starts one and waits until all workers have come.
     *
     * @param folder an empty folder
     * @throws IllegalStateException if that takes too long
     */
    public static StandaloneCluster start(Path folder, int workers) throws IOException, InterruptedException {
        StandaloneCluster cluster = new StandaloneCluster(folder, SparkHome.make(folder.resolve("spark")));
        Runtime.getRuntime().addShutdownHook(cluster.atExit);
        try {
            cluster.startProcesses(workers);
            return cluster;
        } catch (IOException | InterruptedException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private void startProcesses(int workers) throws IOException, InterruptedException {
        java(
                "master",
                "org.apache.spark.deploy.master.Master",
                "--host",
                HOST,
                "--port",
                String.valueOf(port),
                "--webui-port",
                String.valueOf(page));
        for (int i = 0; i < workers; i++) {
            java(
                    "worker-" + i,
                    "org.apache.spark.deploy.worker.Worker",
                    "--host",
                    HOST,
                    "--cores",
                    "1",
                    "--memory",
                    "1g",
                    "--webui-port",
                    "0",
                    "--work-dir",
                    folder.resolve("work").toString(),
                    master());
        }
        long start = System.nanoTime();
        while (!state().contains("\"aliveworkers\" : " + workers + ",")) {
            if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(MOST_SECONDS)) {
                throw new IllegalStateException("The cluster did not start, see " + folder.resolve("logs"));
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private void java(String name, String main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-Xmx256m"));
        command.addAll(SMALL);
        command.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
        command.addAll(List.of("-cp", home.folder().resolve("jars") + "/*", main));
        command.addAll(List.of(arguments));
        Path log = Files.createDirectories(folder.resolve("logs")).resolve(name + ".log");
        ProcessBuilder process =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        home.enter(process);
        processes.add(process.start());
    }

    /** What the master says of itself; empty while it does not answer. */
    private String state() {
        try (InputStream answer =
                URI.create("http://" + HOST + ":" + page + "/json/").toURL().openStream()) {
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException notYet) {
            return "";
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            return socket.getLocalPort();
        }
    }

    /** For {@code --master}. */
    public String master() {
        return "spark://" + HOST + ":" + port;
    }

    public SparkHome home() {
        return home;
    }

    /** Settings of a driver, for {@code --conf}: how it is reached, and executors that fit into the workers. */
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("spark.driver.host", HOST);
        settings.put("spark.driver.bindAddress", HOST);
        settings.put("spark.executor.memory", "640m");
        settings.put("spark.executor.extraJavaOptions", String.join(" ", SMALL));
        settings.put("spark.driver.extraJavaOptions", String.join(" ", SMALL) + " -Xss4m");
        settings.put("spark.sql.shuffle.partitions", "2");
        settings.put("spark.databricks.delta.snapshotPartitions", "1");
        settings.put("spark.ui.enabled", "false");
        return settings;
    }

    /** The processes that run tasks now; workers start others for those that are killed. */
    public List<ProcessHandle> executors() {
        return processes.stream()
                .flatMap(Process::descendants)
                .filter(ProcessHandle::isAlive)
                .toList();
    }

    @Override
    public void close() {
        killAll();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    private void killAll() {
        List<ProcessHandle> executors = executors();
        processes.forEach(Process::destroyForcibly);
        executors.forEach(ProcessHandle::destroyForcibly);
        processes.forEach(process -> process.onExit().join());
    }
}
