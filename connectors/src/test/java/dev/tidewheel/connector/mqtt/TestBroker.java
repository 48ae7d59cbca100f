package dev.tidewheel.connector.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
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
                allow_anonymous false
                password_file %s
                persistence true
                persistence_location %s/
                max_queued_messages 0
                max_inflight_messages 0
                user root
                """.formatted(port, folder.resolve("passwords"), folder));
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

    /** Publishes messages over some connections with client ids of their own; returns when the broker has all. */
    void publish(int messages, int connections, MqttQos qos, IntFunction<String> topic) {
        List<Mqtt5AsyncClient> clients = new ArrayList<>();
        List<CompletableFuture<Mqtt5PublishResult>> sent = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            Mqtt5AsyncClient client = Mqtt5Client.builder()
                    .identifier("device-" + i)
                    .serverHost("127.0.0.1")
                    .serverPort(port)
                    .simpleAuth()
                    .username(USER)
                    .password(PASSWORD.getBytes(StandardCharsets.UTF_8))
                    .applySimpleAuth()
                    .buildAsync();
            client.connect().join();
            clients.add(client);
        }
        for (int i = 0; i < messages; i++) {
            sent.add(clients.get(i % connections)
                    .publishWith()
                    .topic(topic.apply(i))
                    .qos(Objects.requireNonNull(qos))
                    .payload(Integer.toString(i).getBytes(StandardCharsets.UTF_8))
                    .userProperties()
                    .add("n", Integer.toString(i))
                    .applyUserProperties()
                    .send());
        }
        sent.forEach(CompletableFuture::join);
        clients.forEach(client -> client.disconnect().join());
    }

    @Override
    public void close() {
        stop();
    }
}
