package dev.tidewheel.connector.mqtt.client;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Puts packets together, to be sent many at a time. A packet begins with {@link #begin} and goes on to {@link #end}. Used by
 * one thread.
 */
final class PacketWriter {

    /** Numbers of this many bytes say how long a packet is; one byte holds seven bits. */
    private static final int LENGTH_BYTES = 4;

    private byte[] bytes = new byte[1 << 12];
    private int size;
    private int begin;

    /** Begins a packet. */
    PacketWriter begin(int kind, int flags) {
        need(1 + LENGTH_BYTES);
        begin = size;
        bytes[size] = (byte) (kind << 4 | flags);
        size += 1 + LENGTH_BYTES;
        return this;
    }

    PacketWriter one(int value) {
        need(1);
        bytes[size++] = (byte) value;
        return this;
    }

    PacketWriter two(int value) {
        return one(value >> 8).one(value);
    }

    PacketWriter four(long value) {
        return two((int) (value >> 16)).two((int) value);
    }

    PacketWriter text(String text) {
        return binary(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes after their number. */
    PacketWriter binary(byte[] value) {
        return two(value.length).raw(value);
    }

    PacketWriter raw(byte[] value) {
        need(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
        return this;
    }

    /** The properties of MQTT 5 that {@code others} holds, after their length. */
    PacketWriter properties(PacketWriter others) {
        length(others.size);
        need(others.size);
        System.arraycopy(others.bytes, 0, bytes, size, others.size);
        size += others.size;
        return this;
    }

    private void length(int value) {
        int left = value;
        while (left > 127) {
            one(left & 127 | 128);
            left >>>= 7;
        }
        one(left);
    }

    /** Ends the packet: its length moves in between its first byte and the rest. */
    void end() {
        int body = begin + 1 + LENGTH_BYTES;
        int end = size;
        size = begin + 1;
        length(end - body);
        System.arraycopy(bytes, body, bytes, size, end - body);
        size += end - body;
    }

    int size() {
        return size;
    }

    /** Sends all packets at once. */
    void flush(OutputStream out) throws IOException {
        out.write(bytes, 0, size);
        out.flush();
        size = 0;
    }

    private void need(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
