package dev.tidewheel.connector.mqtt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A Mosquitto broker in a folder, which can be stopped and started again. */
public final class TestBroker implements AutoCloseable {

    public static final String USER = "shop";
    public static final String PASSWORD = "wharf";

    private static final Path BINARY = Path.of("/usr/sbin/mosquitto");

    private final Path folder;
    private final int port;
    private @Nullable Process server;

    /** Starts a broker that keeps all in a folder. */
    public TestBroker(Path folder) {
        this(folder, "");
    }

    /** @param more settings of its listener */
    TestBroker(Path folder, String more) {
        this.folder = folder;
        try (ServerSocket free = new ServerSocket(0)) {
            this.port = free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        install();
        write("passwords", USER + ":" + PASSWORD + "\n");
        command("mosquitto_passwd", "-U", folder.resolve("passwords").toString());
        write("broker.conf", """
                listener %d 127.0.0.1
                %s
                allow_anonymous false
                password_file %s
                persistence true
                persistence_location %s/
                max_queued_messages 0
                max_inflight_messages 0
                user root
                """.formatted(port, more, folder.resolve("passwords"), folder));
        start();
    }

    /** The broker is a package of the distribution. */
    private static void install() {
        if (!Files.isExecutable(BINARY)) {
            command("apt-get", "install", "-y", "--no-install-recommends", "mosquitto");
        }
    }

    private void write(String name, String text) {
        try {
            Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void command(String... words) {
        try {
            Process process = new ProcessBuilder(words).inheritIO().start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", words) + " has failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void start() {
        try {
            server = new ProcessBuilder(
                            BINARY.toString(),
                            "-c",
                            folder.resolve("broker.conf").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("broker.log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Awaitility.await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> {
            new Socket("127.0.0.1", port).close();
            return true;
        });
    }

    /** Ends the broker in good order: it writes down what it has to keep. */
    void stop() {
        if (server != null) {
            server.destroy();
            server.onExit().join();
            server = null;
        }
    }

    /** CPU time of the broker since its start. */
    public Duration cpu() {
        return Objects.requireNonNull(server, "not started")
                .toHandle()
                .info()
                .totalCpuDuration()
                .orElseThrow();
    }

    public int port() {
        return port;
    }

    public String url() {
        return "mqtt://127.0.0.1:" + port;
    }

    /** Ends the broker at once: it loses what it has not written down. */
    void kill() {
        if (server != null) {
            server.destroyForcibly();
            server.onExit().join();
            server = null;
        }
    }

    /** What the broker has told so far. */
    String log() {
        try {
            return Files.readString(folder.resolve("broker.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
