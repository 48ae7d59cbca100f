package dev.tidewheel.connector.mqtt.client;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends messages over a connection, many of them before the first is acknowledged. Used by one thread. */
public final class Publisher {

    private static final int MOST_UNDER_WAY = 1000;
    private static final int NUMBERS = 65_535;
    private static final int PATIENCE_MILLIS = 20_000;

    private final Connection connection;
    private final int most;
    /** Topics of messages that the broker has not taken yet, by number. */
    private final Map<Integer, String> underWay = new HashMap<>();

    private int number;

    public Publisher(Connection connection) {
        this.connection = connection;
        this.most = Math.max(1, Math.min(MOST_UNDER_WAY, connection.receiveMaximum()));
    }

    /** Sends a message, now or with those that follow; waits if too many are under way. */
    public void publish(Outgoing message) throws IOException {
        if (underWay.size() >= most) {
            settle(most / 2);
        }
        PacketWriter out = connection
                .out()
                .begin(PacketKind.PUBLISH, message.qos() << 1 | (message.retain() ? 1 : 0))
                .text(message.topic());
        if (message.qos() > 0) {
            do {
                number = number % NUMBERS + 1;
            } while (underWay.putIfAbsent(number, message.topic()) != null);
            out.two(number);
        }
        if (connection.broker().version5()) {
            PacketWriter properties = new PacketWriter();
            message.properties()
                    .forEach((name, value) ->
                            properties.one(PacketProperties.USER).text(name).text(value));
            out.properties(properties);
        }
        out.raw(message.payload()).end();
    }

    /**
     * Waits until the broker has all that was sent.
     *
     * @throws dev.tidewheel.model.error.PipelineException if it refuses a message
     */
    public void finish() throws IOException {
        settle(0);
        // messages of QoS 0 have no answer, but packets are handled in their order
        connection.out().begin(PacketKind.PING, 0).end();
        while (packet().kind() != PacketKind.PONG) {
            // something that was not asked for
        }
    }

    private void settle(int left) throws IOException {
        while (underWay.size() > left) {
            PacketReader packet = packet();
            switch (packet.kind()) {
                case PacketKind.ACKNOWLEDGED, PacketKind.COMPLETE -> {
                    int answered = packet.two();
                    refuse(packet, answered);
                    underWay.remove(answered);
                }
                case PacketKind.RECEIVED -> {
                    int answered = packet.two();
                    refuse(packet, answered);
                    connection.out().begin(PacketKind.RELEASE, 2).two(answered).end();
                }
                default -> {}
            }
        }
    }

    private void refuse(PacketReader packet, int answered) throws IOException {
        int code = packet.hasMore() ? packet.one() : 0;
        if (code >= ReasonCode.FIRST_REFUSAL && underWay.containsKey(answered)) {
            String reason = packet.hasMore() ? PacketProperties.read(packet).reason() : "";
            throw MqttProblems.forbidden(
                    connection.broker(), "a message for the topic " + underWay.get(answered), code, reason);
        }
    }

    private PacketReader packet() throws IOException {
        @Nullable PacketReader packet = connection.next(PATIENCE_MILLIS);
        if (packet == null) {
            throw new IOException("it did not answer within " + PATIENCE_MILLIS / 1000 + " seconds");
        }
        return packet;
    }
}
