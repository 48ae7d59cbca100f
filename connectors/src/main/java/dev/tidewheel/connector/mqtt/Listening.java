package dev.tidewheel.connector.mqtt;

import dev.tidewheel.connector.mqtt.client.Broker;
import dev.tidewheel.connector.mqtt.client.Connection;
import dev.tidewheel.connector.mqtt.client.Incoming;
import dev.tidewheel.connector.mqtt.client.MqttProblems;
import dev.tidewheel.connector.mqtt.client.Session;
import dev.tidewheel.connector.mqtt.client.Subscriber;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes messages from a broker into the buffer, and acknowledges them when the buffer has them. Nothing is read meanwhile, so
 * that a broker that is too fast has to wait, and little is held in memory. Used once.
 */
final class Listening {

    private static final int LARGEST_SEGMENT = 20_000;
    private static final int LARGEST_SEGMENT_BYTES = 8 << 20;

    /** What a message takes besides its payload, more or less. */
    private static final int MESSAGE_BYTES = 50;

    /** What comes close together is made durable together. */
    private static final long GAP_MILLIS = 2;

    private static final Duration LONGEST_GATHERING = Duration.ofMillis(100);

    private static final long LOOK_ROUND_MILLIS = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final MqttOptions options;
    private final Session session;
    private final MessageBuffer buffer;

    Listening(MqttOptions options, Session session, MessageBuffer buffer) {
        this.options = options;
        this.session = session;
        this.buffer = buffer;
    }

    /**
     * Listens until nothing has come for a while, or there is enough.
     *
     * @param next number of the next message
     * @param held bytes that the buffer has already
     */
    void listen(long next, long held) throws InterruptedException {
        if (held >= options.bufferBytes()) {
            // what is there has to get into the table first; the broker keeps the rest
            return;
        }
        Broker broker = options.broker().revealed(options.secrets());
        try (Connection connection = Connection.open(broker, session)) {
            Subscriber subscriber = new Subscriber(connection, options.topics());
            subscriber.subscribe(options.qos());
            take(connection, subscriber, next, held);
        } catch (IOException e) {
            throw MqttProblems.gone(broker, e);
        }
    }

    private void take(Connection connection, Subscriber subscriber, long first, long held)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        long last = start;
        long next = first;
        long bytes = held;
        while (next - first < options.most()
                && bytes < options.bufferBytes()
                && past(start).compareTo(options.longest()) < 0) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            int most = (int) Math.min(LARGEST_SEGMENT, options.most() - (next - first));
            long patience = options.quiet().minus(past(last)).toMillis();
            List<Incoming> together = gather(
                    subscriber,
                    Math.max(1, Math.min(patience, LOOK_ROUND_MILLIS)),
                    most,
                    options.bufferBytes() - bytes);
            if (!together.isEmpty()) {
                Segment segment =
                        buffer.append(next, together.stream().map(Message::of).toList());
                subscriber.acknowledge(together);
                next = segment.end();
                bytes += segment.bytes();
                last = System.nanoTime();
            } else if (subscriber.isSubscribed() && past(last).compareTo(options.quiet()) >= 0) {
                return;
            } else if (!subscriber.isSubscribed() && past(start).compareTo(PATIENCE) > 0) {
                throw new IOException("it did not answer within " + PATIENCE.toSeconds() + " seconds");
            }
            connection.stayAlive();
        }
    }

    private static List<Incoming> gather(Subscriber subscriber, long patience, int most, long room) throws IOException {
        List<Incoming> together = new ArrayList<>();
        @Nullable Incoming message = subscriber.receive(patience);
        long begin = System.nanoTime();
        long largest = Math.min(LARGEST_SEGMENT_BYTES, room);
        long bytes = 0;
        while (message != null) {
            together.add(message);
            bytes += message.payload().length + MESSAGE_BYTES;
            boolean enough =
                    together.size() >= most || bytes >= largest || past(begin).compareTo(LONGEST_GATHERING) > 0;
            message = enough ? null : subscriber.receive(GAP_MILLIS);
        }
        return together;
    }

    private static Duration past(long since) {
        return Duration.ofNanos(System.nanoTime() - since);
    }
}
