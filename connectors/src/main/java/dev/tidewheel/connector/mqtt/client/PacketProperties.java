package dev.tidewheel.connector.mqtt.client;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the properties of an MQTT 5 packet say that matters here. Immutable.
 *
 * @param user names and values that the publisher has given; of equal names the last one
 * @param reason in words of the broker; empty if it gives none
 * @param receiveMaximum messages that may be under way to the broker
 */
record PacketProperties(Map<String, String> user, String reason, int receiveMaximum) {

    static final int SESSION_EXPIRY = 0x11;
    static final int RECEIVE_MAXIMUM = 0x21;
    static final int USER = 0x26;
    static final PacketProperties NONE = new PacketProperties(Map.of(), "", 65_535);

    private static final int REASON = 0x1F;

    /** Reads properties and their length, which are next in the packet. */
    static PacketProperties read(PacketReader packet) throws IOException {
        int size = packet.length();
        int after = packet.left() - size;
        if (size == 0) {
            return NONE;
        }
        Map<String, String> user = new LinkedHashMap<>();
        String reason = "";
        int receiveMaximum = NONE.receiveMaximum;
        while (packet.left() > after) {
            int kind = packet.one();
            switch (kind) {
                case USER -> user.put(packet.text(), packet.text());
                case REASON -> reason = packet.text();
                case RECEIVE_MAXIMUM -> receiveMaximum = packet.two();
                default -> skip(packet, kind);
            }
        }
        return new PacketProperties(user, reason, receiveMaximum);
    }

    private static void skip(PacketReader packet, int kind) throws IOException {
        switch (kind) {
            case 0x01, 0x17, 0x19, 0x24, 0x25, 0x28, 0x29, 0x2A -> packet.skip(1);
            case 0x13, 0x22, 0x23 -> packet.skip(2);
            case 0x02, SESSION_EXPIRY, 0x18, 0x27 -> packet.skip(4);
            case 0x0B -> packet.length();
            case 0x03, 0x08, 0x09, 0x12, 0x15, 0x16, 0x1A, 0x1C -> packet.skip(packet.two());
            default -> throw new IOException("the broker has sent an unknown property: " + kind);
        }
    }
}
