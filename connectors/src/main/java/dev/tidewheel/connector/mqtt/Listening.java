package dev.tidewheel.connector.mqtt;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes messages from a broker into the buffer. They are acknowledged when the buffer has them, so that the broker sends no
 * more than it may have in flight; what waits in memory is bounded by that. Used once.
 */
final class Listening {

    private static final int LARGEST_SEGMENT = 20_000;

    private final MqttOptions options;
    private final String clientId;
    private final MessageBuffer buffer;
    private final BlockingQueue<Incoming> waiting;

    Listening(MqttOptions options, String clientId, MessageBuffer buffer) {
        this.options = options;
        this.clientId = clientId;
        this.buffer = buffer;
        this.waiting = new ArrayBlockingQueue<>(options.inFlight());
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
        try (Link link = Link.to(options, clientId)) {
            link.open(this::wait);
            take(link, next, held);
        }
    }

    private void wait(Incoming message) {
        try {
            waiting.put(message);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(Link link, long first, long held) throws InterruptedException {
        long start = System.nanoTime();
        long last = start;
        long next = first;
        long bytes = held;
        while (next - first < options.most()
                && bytes < options.bufferBytes()
                && past(start).compareTo(options.longest()) < 0) {
            long patience = options.quiet().minus(past(last)).toMillis();
            @Nullable Incoming message = waiting.poll(Math.min(Math.max(0, patience), 200), TimeUnit.MILLISECONDS);
            if (message == null) {
                if (!link.isOpen()) {
                    throw new PipelineException(Problem.of(
                                    ErrorCode.SOURCE_NOT_REACHABLE, "the broker " + options.broker() + " is gone")
                            .because("the connection broke while messages were taken")
                            .remedy("nothing is lost: what was acknowledged is in the buffer and comes with the next"
                                    + " update"));
                }
                if (past(last).compareTo(options.quiet()) >= 0) {
                    return;
                }
                continue;
            }
            List<Incoming> batch = new ArrayList<>();
            batch.add(message);
            waiting.drainTo(batch, (int) Math.min(LARGEST_SEGMENT, options.most() - (next - first)) - 1);
            Segment segment =
                    buffer.append(next, batch.stream().map(Incoming::message).toList());
            batch.forEach(taken -> taken.acknowledge().run());
            next = segment.end();
            bytes += segment.bytes();
            last = System.nanoTime();
        }
    }

    private static Duration past(long since) {
        return Duration.ofNanos(System.nanoTime() - since);
    }
}
