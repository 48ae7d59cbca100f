package dev.tidewheel.connector.mqtt.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Takes packets apart. {@link #next} goes to the next one; the others read what is in it, from its beginning on. Used by one
 * thread.
 */
final class PacketReader {

    private final Socket socket;
    private final InputStream in;
    private byte[] bytes = new byte[1 << 16];
    private int unread;
    private int filled;
    private int head;
    private int at;
    private int end;

    PacketReader(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
    }

    /**
     * Goes to the next packet.
     *
     * @return false if none has come whole in time; what has come of it is kept
     * @throws EOFException if the other side has hung up
     */
    boolean next(long millis) throws IOException {
        long start = System.nanoTime();
        while (!atNext()) {
            long left = millis - (System.nanoTime() - start) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            socket.setSoTimeout((int) left);
            try {
                int read = in.read(bytes, filled, bytes.length - filled);
                if (read < 0) {
                    throw new EOFException("the broker has closed the connection");
                }
                filled += read;
            } catch (SocketTimeoutException e) {
                return false;
            }
        }
        return true;
    }

    private boolean atNext() throws IOException {
        int length = 0;
        int index = unread + 1;
        for (int shift = 0; ; shift += 7) {
            if (shift > 21) {
                throw new IOException("the broker does not speak MQTT");
            }
            if (index >= filled) {
                room(1 << 10);
                return false;
            }
            byte part = bytes[index++];
            length |= (part & 127) << shift;
            if (part >= 0) {
                break;
            }
        }
        if (filled - index < length) {
            room(index - unread + length);
            return false;
        }
        head = bytes[unread] & 0xFF;
        at = index;
        end = index + length;
        unread = end;
        return true;
    }

    /** Makes room for a packet, beginning at what is unread. */
    private void room(int length) {
        if (bytes.length - unread < length || unread == filled) {
            byte[] to = bytes.length < length ? new byte[length + bytes.length] : bytes;
            System.arraycopy(bytes, unread, to, 0, filled - unread);
            bytes = to;
            filled -= unread;
            unread = 0;
        }
    }

    /** Kind of the packet, see {@link PacketKind}. */
    int kind() {
        return head >> 4;
    }

    int flags() {
        return head & 15;
    }

    /** True if more of the packet is left. */
    boolean hasMore() {
        return at < end;
    }

    int one() throws IOException {
        if (at >= end) {
            throw new IOException("the broker has sent a packet that is too short");
        }
        return bytes[at++] & 0xFF;
    }

    int two() throws IOException {
        return one() << 8 | one();
    }

    String text() throws IOException {
        int length = enough(two());
        at += length;
        return new String(bytes, at - length, length, StandardCharsets.UTF_8);
    }

    /** All that is left. */
    byte[] rest() {
        byte[] rest = Arrays.copyOfRange(bytes, at, end);
        at = end;
        return rest;
    }

    void skip(int length) throws IOException {
        at += enough(length);
    }

    /** A number of one to four bytes. */
    int length() throws IOException {
        int length = 0;
        for (int shift = 0; shift <= 21; shift += 7) {
            int part = one();
            length |= (part & 127) << shift;
            if (part < 128) {
                return length;
            }
        }
        throw new IOException("the broker has sent a length that is too long");
    }

    /** How much of the packet is left. */
    int left() {
        return end - at;
    }

    private int enough(int length) throws IOException {
        if (length < 0 || length > end - at) {
            throw new IOException("the broker has sent a packet that is too short");
        }
        return length;
    }
}
