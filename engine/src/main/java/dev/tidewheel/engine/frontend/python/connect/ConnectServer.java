package dev.tidewheel.engine.frontend.python.connect;

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
 * Spark Connect in this process, on the loopback address and a free port. Each process has a token of its own, without
 * which the server answers nothing. Spark has one server for each process; it is started when the first pipeline with
 * Python needs it, and lives as long as Spark. Thread-safe.
 */
public final class ConnectServer {

    private static final String HOST = "127.0.0.1";
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

    /** The server for the Spark that a session belongs to; started if need be. */
    public static synchronized ConnectServer of(SparkSession session) {
        if (running != null && running.context == session.sparkContext()) {
            return running;
        }
        SparkConnectService$ service = SparkConnectService$.MODULE$;
        if (service.started()) {
            service.stop(Option.empty(), Option.empty());
        }
        byte[] secret = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(secret);
        String token = HexFormat.of().formatHex(secret);
        SparkConf conf = SparkEnv.get().conf();
        conf.set("spark.connect.grpc.binding.address", HOST);
        conf.set("spark.connect.grpc.binding.port", "0");
        conf.set("spark.connect.authenticate.token", token);
        conf.set("spark.connect.extensions.relation.classes", ReadPlugin.class.getName());
        conf.set("spark.connect.grpc.maxInboundMessageSize", String.valueOf(LARGEST_MESSAGE));
        // the user's code may be asked again after hours, when an update goes on for long
        conf.set("spark.connect.session.manager.defaultSessionTimeout", "-1");
        // Spark would ask some Python of the machine for formats that are installed in it
        DataSourceManager$.MODULE$.dataSourceBuilders_$eq(Option.apply(Map$.MODULE$.empty()));
        service.start(session.sparkContext());
        running = new ConnectServer(session.sparkContext(), token, service.localPort());
        return running;
    }

    public String endpoint() {
        return HOST + ":" + port;
    }

    public String token() {
        return token;
    }
}
