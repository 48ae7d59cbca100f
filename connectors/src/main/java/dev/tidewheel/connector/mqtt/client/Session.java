package dev.tidewheel.connector.mqtt.client;

import java.time.Duration;

/**
 * What a broker is to keep for a client. Immutable.
 *
 * @param kept how long it keeps messages while the client is away; zero for nothing at all
 * @param inFlight messages that it may send ahead of acknowledgements
 */
public record Session(String clientId, Duration kept, int inFlight) {

    /** Of somebody who only publishes. */
    public static Session none(String clientId) {
        return new Session(clientId, Duration.ZERO, 65_535);
    }

    boolean isKept() {
        return !kept.isZero();
    }

    /** A number of 32 bits; all ones is for ever. */
    long keptSeconds() {
        return Math.min(0xFFFF_FFFFL, Math.max(1, kept.toSeconds()));
    }
}
