package dev.tidewheel.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/**
 * As little of MQTT 3.1.1 as a device needs that publishes with QoS 1. A client that can do more would take the CPU time away
 * from what is measured. One thread publishes, another one reads what the broker acknowledges.
 */
final class DeviceConnection implements AutoCloseable {

    private static final int CONNECT = 0x10;
    private static final int PUBLISH = 0x32;
    private static final int ACKNOWLEDGED = 0x40;
    private static final int USER_AND_PASSWORD = 0xC2;

    /** More must not wait for the broker, or packet numbers come twice. */
    private static final int MOST_UNDER_WAY = 20_000;

    private final Socket socket;
    private final OutputStream out;
    private final ByteArrayOutputStream packets = new ByteArrayOutputStream(1 << 16);
    private final AtomicLong acknowledged = new AtomicLong();
    private long sent;

    DeviceConnection(int port, String clientId, String user, String password) throws IOException {
        this.socket = new Socket("127.0.0.1", port);
        socket.setTcpNoDelay(true);
        this.out = socket.getOutputStream();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(body);
        data.writeUTF("MQTT");
        data.writeByte(4);
        data.writeByte(USER_AND_PASSWORD);
        data.writeShort(0);
        data.writeUTF(clientId);
        data.writeUTF(user);
        data.writeUTF(password);
        packet(CONNECT, body.toByteArray());
        flush();
        byte[] answer = socket.getInputStream().readNBytes(4);
        if (answer.length < 4 || answer[3] != 0) {
            throw new IOException("the broker refuses " + clientId);
        }
        Thread reader = new Thread(this::read, "acknowledgements of " + clientId);
        reader.setDaemon(true);
        reader.start();
    }

    /** True while one more may be sent. */
    boolean isReady() {
        return sent - acknowledged.get() < MOST_UNDER_WAY;
    }

    /** Adds a message to what the next {@link #flush} sends. */
    void publish(String topic, String payload) throws IOException {
        byte[] name = topic.getBytes(StandardCharsets.US_ASCII);
        byte[] text = payload.getBytes(StandardCharsets.US_ASCII);
        byte[] body = new byte[name.length + text.length + 4];
        body[0] = (byte) (name.length >> 8);
        body[1] = (byte) name.length;
        System.arraycopy(name, 0, body, 2, name.length);
        int number = (int) (sent++ % 65_535) + 1;
        body[name.length + 2] = (byte) (number >> 8);
        body[name.length + 3] = (byte) number;
        System.arraycopy(text, 0, body, name.length + 4, text.length);
        packet(PUBLISH, body);
    }

    private void packet(int kind, byte[] body) throws IOException {
        packets.write(kind);
        int left = body.length;
        while (left > 127) {
            packets.write(left & 127 | 128);
            left >>= 7;
        }
        packets.write(left);
        packets.write(body);
    }

    void flush() throws IOException {
        packets.writeTo(out);
        packets.reset();
    }

    private void read() {
        try {
            InputStream buffered = new BufferedInputStream(socket.getInputStream());
            DataInputStream in = new DataInputStream(buffered);
            while (true) {
                if (in.readInt() >>> 24 != ACKNOWLEDGED) {
                    throw new IllegalStateException("the broker has answered something else");
                }
                acknowledged.incrementAndGet();
            }
        } catch (EOFException e) {
            throw new IllegalStateException("the broker has hung up", e);
        } catch (IOException e) {
            if (!socket.isClosed()) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    long sent() {
        return sent;
    }

    long acknowledged() {
        return acknowledged.get();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
