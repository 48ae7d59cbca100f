package dev.tidewheel.engine.frontend.python.connect;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connect.service.SparkConnectService$;
import org.apache.spark.sql.execution.datasources.DataSourceManager$;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.immutable.Map$;

/**
 * Spark Connect in this process, on the loopback address. Each process has a token of its own, without which the server
 * answers nothing. Spark has one server for each process; it is started when the first pipeline with Python, or a client
 * of its own, needs it, and lives as long as Spark. Thread-safe.
 */
public final class ConnectServer {

    private static final String HOST = "127.0.0.1";
    /** Spark's clients send a token over a connection that is not encrypted to a host of this name only. */
    private static final String NAME = "localhost";

    /** Spark's own name for a token that is to be the same each time. */
    private static final String TOKEN_VARIABLE = "SPARK_CONNECT_AUTHENTICATE_TOKEN";

    /** In Spark 4.2.0 a function over columns that come straight from a Parquet file waits for ever for its input. */
    private static final String COLUMNAR_INPUT = "spark.sql.execution.arrow.pythonUDF.columnarInput.enabled";

    private static final int TOKEN_BYTES = 32;

    /** Rows that the user's code has made are a part of the message. */
    private static final int LARGEST_MESSAGE = 1 << 30;

    private static @Nullable ConnectServer running;

    private final Object context;
    private final String token;
    private final int port;

    private ConnectServer(Object context, String token, int port) {
        this.context = context;
        this.token = token;
        this.port = port;
    }

    /** The token that the user has set, for clients as for this; empty if there is none. */
    private static String givenToken() {
        String given = System.getenv(TOKEN_VARIABLE);
        return given == null ? "" : given.strip();
    }

    /** The server for the Spark that a session belongs to; started if need be. */
    public static ConnectServer of(SparkSession session) {
        return of(session, 0);
    }

    /**
     * The server on a certain port, 0 for any.
     *
     * @throws PipelineException SESSION_NOT_STARTED if the port cannot be had
     */
    public static synchronized ConnectServer of(SparkSession session, int port) {
        if (!session.conf().contains(COLUMNAR_INPUT)) {
            session.conf().set(COLUMNAR_INPUT, "false");
        }
        if (running != null && running.context == session.sparkContext() && (port == 0 || port == running.port)) {
            return running;
        }
        SparkConnectService$ service = SparkConnectService$.MODULE$;
        if (service.started()) {
            service.stop(Option.empty(), Option.empty());
        }
        String token = newToken();
        SparkConf conf = SparkEnv.get().conf();
        conf.set("spark.connect.grpc.binding.address", HOST);
        conf.set("spark.connect.grpc.binding.port", Integer.toString(port));
        conf.set("spark.connect.authenticate.token", token);
        conf.set("spark.connect.grpc.maxInboundMessageSize", String.valueOf(LARGEST_MESSAGE));
        conf.set("spark.connect.grpc.interceptor.classes", ClientInterceptor.class.getName());
        conf.set("spark.connect.extensions.relation.classes", ReadPlugin.class.getName());
        conf.set("spark.connect.extensions.command.classes", PipelineCommandPlugin.class.getName());
        // the user's code may be asked again after hours, when an update goes on for long
        conf.set("spark.connect.session.manager.defaultSessionTimeout", "-1");
        // what nobody waits for any more is stopped
        conf.set("spark.connect.execute.manager.detachedTimeout", "1min");
        // Spark would ask some Python of the machine for formats that are installed in it
        DataSourceManager$.MODULE$.dataSourceBuilders_$eq(Option.apply(Map$.MODULE$.empty()));
        start(service, session, port);
        running = new ConnectServer(session.sparkContext(), token, service.localPort());
        return running;
    }

    private static void start(SparkConnectService$ service, SparkSession session, int port) {
        try {
            service.start(session.sparkContext());
        } catch (Exception e) {
            // BindException is a checked one, though Scala does not declare it
            if (!(e instanceof IOException)) {
                throw e;
            }
            throw new PipelineException(
                    Problem.of(ErrorCode.SESSION_NOT_STARTED, "port " + port + " cannot be listened on")
                            .because("another program listens on it, or this one may not")
                            .remedy("give another port, or 0 for any that is free"),
                    e);
        }
    }

    private static String newToken() {
        if (!givenToken().isEmpty()) {
            return givenToken();
        }
        byte[] secret = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(secret);
        return HexFormat.of().formatHex(secret);
    }

    /** From now on, clients other than our own hosts are served by {@code requests}. */
    public void serve(ClientRequests requests) {
        ClientSessions.serve(requests);
    }

    /** From now on, nobody serves other clients than our own hosts. */
    public void serveNobody() {
        ClientSessions.serve(null);
    }

    public String endpoint() {
        return HOST + ":" + port;
    }

    /** What Spark's clients are given to find the server and to be let in. A token that they know already is left out. */
    public String address() {
        String place = "sc://" + NAME + ":" + port + "/";
        return givenToken().isEmpty() ? place + ";token=" + token : place;
    }

    public String token() {
        return token;
    }
}
