package dev.tidewheel.engine.state;

import java.time.Duration;

/**
 * @param heartbeat distance of signs of life
 * @param timeout silence after which a holder on another machine is held for dead
 * @param confirmation for how long a silent holder is watched before it is taken over; a holder that has been silent for
 *     so long makes sure of its right before it writes
 */
record LeaseTiming(Duration heartbeat, Duration timeout, Duration confirmation) {
    static final LeaseTiming DEFAULT =
            new LeaseTiming(Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(15));
}
