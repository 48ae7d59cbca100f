package dev.tidewheel.connector.mqtt.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A connection to a broker, of either version of MQTT. What is written goes out with {@link #flush}. Used by one thread. */
public final class Connection implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;
    private static final int KEEP_ALIVE_SECONDS = 300;
    private static final int PING_SECONDS = 20;
    private static final int RECEIVE_BYTES = 1 << 20;
    private static final int SEND_BYTES = 1 << 16;
    private static final int CLEAN = 2;
    private static final int PASSWORD = 64;
    private static final int USER = 128;

    private final Broker broker;
    private final Socket socket;
    private final PacketReader in;
    private final PacketWriter out = new PacketWriter();
    private long lastSent = System.nanoTime();
    private int receiveMaximum = PacketProperties.NONE.receiveMaximum();

    private Connection(Broker broker, Socket socket) throws IOException {
        this.broker = broker;
        this.socket = socket;
        this.in = new PacketReader(socket);
    }

    /** @throws dev.tidewheel.model.error.PipelineException if the broker cannot be reached or refuses */
    public static Connection open(Broker broker, Session session) {
        Socket socket = new Socket();
        try {
            // more would come only to be thrown away and sent again when an update has enough
            socket.setReceiveBufferSize(RECEIVE_BYTES);
            socket.connect(new InetSocketAddress(broker.url().getHost(), broker.port()), PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            Socket used =
                    broker.secured() ? broker.tls().secure(socket, broker.url().getHost(), broker.port()) : socket;
            Connection connection = new Connection(broker, used);
            connection.connect(session);
            return connection;
        } catch (IOException e) {
            close(socket);
            throw MqttProblems.unreachable(broker, e);
        } catch (RuntimeException e) {
            close(socket);
            throw e;
        }
    }

    private void connect(Session session) throws IOException {
        String user = broker.user();
        String password = broker.password();
        out.begin(PacketKind.CONNECT, 0)
                .text("MQTT")
                .one(broker.version5() ? 5 : 4)
                .one((session.isKept() ? 0 : CLEAN)
                        | (user == null ? 0 : USER)
                        | (user == null || password == null ? 0 : PASSWORD))
                .two(KEEP_ALIVE_SECONDS);
        if (broker.version5()) {
            PacketWriter properties = new PacketWriter();
            if (session.isKept()) {
                properties.one(PacketProperties.SESSION_EXPIRY).four(session.keptSeconds());
            }
            out.properties(properties.one(PacketProperties.RECEIVE_MAXIMUM).two(session.inFlight()));
        }
        out.text(session.clientId());
        if (user != null) {
            out.text(user);
            if (password != null) {
                out.binary(password.getBytes(StandardCharsets.UTF_8));
            }
        }
        out.end();
        flush();
        if (!in.next(PATIENCE_MILLIS)) {
            throw new IOException("it did not answer within " + PATIENCE_MILLIS / 1000 + " seconds");
        }
        if (in.kind() != PacketKind.CONNECTED) {
            throw new IOException("it does not speak MQTT");
        }
        in.one();
        int code = in.one();
        PacketProperties answer = broker.version5() && in.hasMore() ? PacketProperties.read(in) : PacketProperties.NONE;
        if (code != 0) {
            throw MqttProblems.refused(broker, code, answer.reason());
        }
        receiveMaximum = answer.receiveMaximum();
    }

    Broker broker() {
        return broker;
    }

    /** How many messages may be under way to the broker. */
    int receiveMaximum() {
        return receiveMaximum;
    }

    /**
     * Goes to the next packet of the broker; what is written goes out before this waits.
     *
     * @return null if none has come in time
     */
    @Nullable
    PacketReader next(long millis) throws IOException {
        if (!in.next(0)) {
            flush();
            if (!in.next(millis)) {
                return null;
            }
        }
        if (in.kind() == PacketKind.DISCONNECT) {
            int code = in.hasMore() ? in.one() : 0;
            throw new IOException(ReasonCode.text(
                    code, in.hasMore() ? PacketProperties.read(in).reason() : ""));
        }
        return in;
    }

    /** What is to be sent; packets that are put there go out with {@link #flush} or when there are many. */
    PacketWriter out() throws IOException {
        if (out.size() > SEND_BYTES) {
            flush();
        }
        return out;
    }

    /** Sends what is written. */
    void flush() throws IOException {
        if (out.size() > 0) {
            out.flush(socket.getOutputStream());
            lastSent = System.nanoTime();
        }
    }

    /** Tells the broker that this client lives, if nothing else has told so for a while. */
    public void stayAlive() throws IOException {
        if ((System.nanoTime() - lastSent) / 1_000_000_000L > PING_SECONDS) {
            out.begin(PacketKind.PING, 0).end();
            flush();
        }
    }

    /** Disconnects; the broker keeps the session if it was to keep it. Never throws. */
    @Override
    public void close() {
        try {
            out.begin(PacketKind.DISCONNECT, 0).end();
            flush();
            // to close with something unread would take away from the broker what it has not read yet
            long start = System.nanoTime();
            while (System.nanoTime() - start < 2_000_000_000L) {
                in.next(100);
            }
        } catch (IOException e) {
            // the broker has hung up, as it should
        }
        close(socket);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is of no use any more
        }
    }
}
