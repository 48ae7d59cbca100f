package dev.tidewheel.connector.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker of its own in this process: plain on one port, with user and password (SASL/PLAIN) on another. It can be
 * stopped and started again; records stay. Used by one thread.
 */
public final class TestBroker implements AutoCloseable {

    static final String USER = "reader";
    static final String PASSWORD = "reader-secret";

    private final Path folder;
    private final List<TestListener> more;
    private final int plain = freePort();
    private final int sasl = freePort();
    private final int controller = freePort();
    private @Nullable KafkaRaftServer server;
    private @Nullable KafkaProducer<byte[], byte[]> producer;

    private TestBroker(Path folder, List<TestListener> more) {
        this.folder = folder;
        this.more = more;
    }

    public static TestBroker startIn(Path folder) throws IOException {
        return startIn(folder, List.of());
    }

    /** One that also listens in other ways. */
    static TestBroker startIn(Path folder, List<TestListener> more) throws IOException {
        TestBroker broker = new TestBroker(folder, more);
        broker.format();
        broker.start();
        return broker;
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Addresses for everybody. */
    public String servers() {
        return "127.0.0.1:" + plain;
    }

    /** Addresses for those who have a password. */
    String securedServers() {
        return "127.0.0.1:" + sasl;
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put(
                "listeners",
                "PLAINTEXT://127.0.0.1:" + plain + ",SASL_PLAINTEXT://127.0.0.1:" + sasl + ",CONTROLLER://127.0.0.1:"
                        + controller);
        settings.put(
                "listener.security.protocol.map",
                "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT");
        settings.put("sasl.enabled.mechanisms", "PLAIN");
        settings.put(
                "listener.name.sasl_plaintext.plain.sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required user_" + USER + "=\"" + PASSWORD
                        + "\" user_$ConnectionString=\"Endpoint=sb://127.0.0.1:" + sasl + "/;EntityPath=hub\";");
        for (TestListener listener : more) {
            settings.merge("listeners", listener.address(), (known, added) -> known + "," + added);
            settings.merge(
                    "listener.security.protocol.map",
                    listener.name() + ":" + listener.protocol(),
                    (known, added) -> known + "," + added);
            listener.settings()
                    .forEach((name, value) -> settings.put(
                            "listener.name." + listener.name().toLowerCase(Locale.ROOT) + "." + name, value));
        }
        settings.put("log.dirs", folder.resolve("records").toString());
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("auto.create.topics.enable", "false");
        settings.put("num.io.threads", "2");
        settings.put("num.network.threads", "2");
        settings.put("background.threads", "2");
        settings.put("log.cleaner.enable", "false");
        settings.put("controlled.shutdown.enable", "false");
        return settings;
    }

    private void format() throws IOException {
        Properties properties = new Properties();
        properties.putAll(settings());
        Files.createDirectories(folder);
        Path file = folder.resolve("server.properties");
        try (OutputStream out = Files.newOutputStream(file)) {
            properties.store(out, null);
        }
        StorageTool.execute(
                new String[] {"format", "-t", Uuid.randomUuid().toString(), "-c", file.toString()},
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
    }

    void start() {
        KafkaRaftServer started = new KafkaRaftServer(new KafkaConfig(settings(), false), Time.SYSTEM);
        started.startup();
        server = started;
    }

    void stop() {
        if (producer != null) {
            producer.close(Duration.ofSeconds(1));
            producer = null;
        }
        if (server != null) {
            server.shutdown();
            server.awaitShutdown();
            server = null;
        }
    }

    public void create(String topic, int partitions) throws Exception {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                    .all()
                    .get();
        }
    }

    void widen(String topic, int partitions) throws Exception {
        try (Admin admin = admin()) {
            admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions)))
                    .all()
                    .get();
        }
    }

    void delete(String topic) throws Exception {
        try (Admin admin = admin()) {
            admin.deleteTopics(List.of(topic)).all().get();
        }
    }

    Collection<String> topics() throws Exception {
        try (Admin admin = admin()) {
            return admin.listTopics().names().get();
        }
    }

    /** How many records there are in the first partition of a topic. */
    long size(String topic) throws Exception {
        TopicPartition partition = new TopicPartition(topic, 0);
        try (Admin admin = admin()) {
            return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                    .partitionResult(partition)
                    .get()
                    .offset();
        }
    }

    /** Removes the records before an offset, as retention would. */
    void forget(String topic, int partition, long before) throws Exception {
        try (Admin admin = admin()) {
            admin.deleteRecords(Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(before)))
                    .all()
                    .get();
        }
    }

    /** Sends texts to a partition; they are there when it returns. */
    public void send(String topic, int partition, String... values) throws ExecutionException, InterruptedException {
        List<Future<?>> sent = new ArrayList<>();
        for (String value : values) {
            sent.add(producer()
                    .send(new ProducerRecord<>(topic, partition, null, value.getBytes(StandardCharsets.UTF_8))));
        }
        producer().flush();
        for (Future<?> record : sent) {
            record.get();
        }
    }

    /**
     * One request at a time: of two that are under way when a topic has just been made, the broker may refuse the first, since
     * it does not know the partition yet, and take the second, after which the first never fits in.
     */
    private KafkaProducer<byte[], byte[]> producer() {
        if (producer == null) {
            producer = new KafkaProducer<>(
                    Map.of(
                            "bootstrap.servers",
                            servers(),
                            "linger.ms",
                            "1",
                            "max.in.flight.requests.per.connection",
                            "1"),
                    new ByteArraySerializer(),
                    new ByteArraySerializer());
        }
        return producer;
    }

    Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", servers()));
    }

    @Override
    public void close() {
        stop();
    }
}
