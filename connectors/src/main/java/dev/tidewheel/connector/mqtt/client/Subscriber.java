package dev.tidewheel.connector.mqtt.client;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Receives messages over a connection. Brokers are taken as they are: some send more than they may, and use the number of a
 * message that still waits for its acknowledgement again, so that numbers are not looked at, only sent back. Used by one
 * thread.
 */
public final class Subscriber {

    private static final int KEEP_RETAINED_TO_FIRST_TIME = 0x10;

    private final Connection connection;
    private final List<String> topics;
    private boolean subscribed;

    public Subscriber(Connection connection, List<String> topics) {
        this.connection = connection;
        this.topics = List.copyOf(topics);
    }

    /** Asks for messages; the answer comes among them. */
    public void subscribe(int qos) throws IOException {
        boolean version5 = connection.broker().version5();
        PacketWriter out = connection.out().begin(PacketKind.SUBSCRIBE, 2).two(1);
        if (version5) {
            out.properties(new PacketWriter());
        }
        for (String topic : topics) {
            out.text(topic).one(version5 ? qos | KEEP_RETAINED_TO_FIRST_TIME : qos);
        }
        out.end();
    }

    /** True once the broker has agreed. */
    public boolean isSubscribed() {
        return subscribed;
    }

    /**
     * The next message.
     *
     * @return null if none has come in time
     * @throws dev.tidewheel.model.error.PipelineException if the broker refuses the topics
     */
    public @Nullable Incoming receive(long millis) throws IOException {
        long start = System.nanoTime();
        for (long left = millis; left > 0; left = millis - (System.nanoTime() - start) / 1_000_000) {
            PacketReader packet = connection.next(left);
            if (packet == null) {
                return null;
            }
            switch (packet.kind()) {
                case PacketKind.PUBLISH -> {
                    return message(packet);
                }
                case PacketKind.RELEASE ->
                    connection
                            .out()
                            .begin(PacketKind.COMPLETE, 0)
                            .two(packet.two())
                            .end();
                case PacketKind.SUBSCRIBED -> answered(packet);
                default -> {}
            }
        }
        return null;
    }

    private void answered(PacketReader packet) throws IOException {
        packet.two();
        String reason =
                connection.broker().version5() ? PacketProperties.read(packet).reason() : "";
        while (packet.hasMore()) {
            int code = packet.one();
            if (code >= ReasonCode.FIRST_REFUSAL) {
                throw MqttProblems.forbidden(connection.broker(), "the topics " + topics, code, reason);
            }
        }
        subscribed = true;
    }

    private Incoming message(PacketReader packet) throws IOException {
        int qos = packet.flags() >> 1 & 3;
        boolean retained = (packet.flags() & 1) != 0;
        String topic = packet.text();
        int number = qos == 0 ? 0 : packet.two();
        Map<String, String> properties =
                connection.broker().version5() ? PacketProperties.read(packet).user() : Map.of();
        return new Incoming(topic, packet.rest(), qos, retained, properties, number);
    }

    /** Tells the broker that messages have been taken. */
    public void acknowledge(List<Incoming> messages) throws IOException {
        for (Incoming message : messages) {
            int qos = message.qos();
            if (qos > 0) {
                connection
                        .out()
                        .begin(qos == 1 ? PacketKind.ACKNOWLEDGED : PacketKind.RECEIVED, 0)
                        .two(message.number())
                        .end();
            }
        }
        connection.flush();
    }
}
