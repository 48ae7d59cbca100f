package dev.tidewheel.connector.mqtt.client;

/** The kinds of packets, as they stand in the upper half of a packet's first byte. */
final class PacketKind {

    static final int CONNECT = 1;
    static final int CONNECTED = 2;
    static final int PUBLISH = 3;
    /** QoS 1: the message has been taken. */
    static final int ACKNOWLEDGED = 4;
    /** QoS 2: the message has been taken, */
    static final int RECEIVED = 5;
    /** will not come again, */
    static final int RELEASE = 6;
    /** and its number is free. */
    static final int COMPLETE = 7;

    static final int SUBSCRIBE = 8;
    static final int SUBSCRIBED = 9;
    static final int PING = 12;
    static final int PONG = 13;
    static final int DISCONNECT = 14;

    private PacketKind() {}
}
