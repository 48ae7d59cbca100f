package dev.tidewheel.engine.event;

import dev.tidewheel.model.event.EventDraft;
import dev.tidewheel.model.event.EventSequence;
import dev.tidewheel.model.event.PipelineEvent;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;

/**
 * Gives events their ids, places and times, all three from one number: the microseconds since 1970, made strictly
 * increasing, also over a clock that was put back. Not safe for use by several threads.
 */
final class EventStamper {
    private static final Random RANDOM = new SecureRandom();

    private final Clock clock;
    private final String instance;
    private long position;
    private long number;

    /** Every place given will be after {@code floor}. */
    EventStamper(Clock clock, long floor) {
        this.clock = clock;
        this.position = floor;
        this.instance = timeOrderedId(nextPosition());
    }

    PipelineEvent stamp(EventDraft draft) {
        long place = nextPosition();
        Instant time =
                Instant.ofEpochSecond(Math.floorDiv(place, 1_000_000L), Math.floorMod(place, 1_000_000L) * 1_000L);
        return draft.at(timeOrderedId(place), new EventSequence(instance, number++, place), time);
    }

    /** The last place given. */
    long position() {
        return position;
    }

    private long nextPosition() {
        Instant now = clock.instant();
        long micros = now.getEpochSecond() * 1_000_000L + now.getNano() / 1_000L;
        position = Math.max(position + 1, micros);
        return position;
    }

    /** A version 7 UUID; the twelve bits after the milliseconds hold the microseconds, so that ids sort as places do. */
    private static String timeOrderedId(long micros) {
        long high = (micros / 1_000L) << 16 | 0x7000L | (micros % 1_000L);
        long low = (RANDOM.nextLong() >>> 2) | 0x8000000000000000L;
        return new UUID(high, low).toString();
    }
}
