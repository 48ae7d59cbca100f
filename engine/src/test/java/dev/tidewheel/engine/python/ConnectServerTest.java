package dev.tidewheel.engine.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidewheel.engine.frontend.python.connect.ConnectServer;
import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.engine.testing.SparkChildProcess;
import dev.tidewheel.engine.testing.TestSession;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.spark.connect.proto.ConfigRequest;
import org.apache.spark.connect.proto.SparkConnectServiceGrpc;
import org.apache.spark.connect.proto.UserContext;
import org.apache.spark.sql.classic.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkproject.connect.grpc.ManagedChannel;
import org.sparkproject.connect.grpc.Metadata;
import org.sparkproject.connect.grpc.Status;
import org.sparkproject.connect.grpc.StatusRuntimeException;
import org.sparkproject.connect.grpc.netty.NettyChannelBuilder;
import org.sparkproject.connect.grpc.stub.MetadataUtils;

/** Who may talk to Spark Connect, and that nobody pays for it without need. */
class ConnectServerTest {

    @TempDir
    Path folder;

    @Test
    void answersOnlyToTheTokenAndOnlyOnThisMachine() throws InterruptedException {
        ConnectServer server = ConnectServer.of((SparkSession) TestSession.get());
        assertThat(server.endpoint()).startsWith("127.0.0.1:");
        ManagedChannel channel =
                NettyChannelBuilder.forTarget(server.endpoint()).usePlaintext().build();
        try {
            assertThat(refusal(channel, null)).isEqualTo(Status.Code.UNAUTHENTICATED);
            assertThat(refusal(channel, "Bearer " + "0".repeat(64))).isEqualTo(Status.Code.UNAUTHENTICATED);
            assertThat(ask(channel, "Bearer " + server.token())).isEqualTo("UTC");
        } finally {
            channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        }
    }

    private static Status.Code refusal(ManagedChannel channel, String authorization) {
        return catchThrowableOfType(StatusRuntimeException.class, () -> ask(channel, authorization))
                .getStatus()
                .getCode();
    }

    private static String ask(ManagedChannel channel, String authorization) {
        Metadata headers = new Metadata();
        if (authorization != null) {
            headers.put(Metadata.Key.of("Authorization", Metadata.ASCII_STRING_MARSHALLER), authorization);
        }
        return SparkConnectServiceGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .config(ConfigRequest.newBuilder()
                        .setSessionId(UUID.randomUUID().toString())
                        .setUserContext(UserContext.newBuilder().setUserId("test"))
                        .setOperation(ConfigRequest.Operation.newBuilder()
                                .setGet(ConfigRequest.Get.newBuilder().addKeys("spark.sql.session.timeZone")))
                        .build())
                .getPairs(0)
                .getValue();
    }

    @Test
    void aPipelineWithoutPythonLoadsNothingOfIt() throws Exception {
        Path log = folder.resolve("log");
        int status = SparkChildProcess.await(SparkChildProcess.start(log.toFile(), SqlOnly.class, folder.toString()));
        assertThat(status).as(Files.readString(log)).isZero();
    }

    /** Runs a pipeline in SQL; fails if a class of Connect was loaded for it. */
    static final class SqlOnly {
        public static void main(String[] arguments) throws Exception {
            try (PipelineFixture pipeline = PipelineFixture.in(Path.of(arguments[0]))) {
                pipeline.sql("CREATE MATERIALIZED VIEW v AS SELECT 1 AS x");
                pipeline.update();
                assertThat(pipeline.table("v")).containsExactly("1");
            }
            Method find = ClassLoader.class.getDeclaredMethod("findLoadedClass", String.class);
            find.setAccessible(true);
            ClassLoader loader = SqlOnly.class.getClassLoader();
            for (String name : new String[] {
                "org.apache.spark.sql.connect.service.SparkConnectService$",
                "org.apache.spark.sql.connect.service.SessionHolder",
                "org.apache.spark.sql.connect.planner.SparkConnectPlanner",
                "org.apache.spark.connect.proto.Relation",
                "org.sparkproject.connect.protobuf.Any",
                "org.sparkproject.connect.grpc.Server"
            }) {
                assertThat(find.invoke(loader, name)).as(name).isNull();
            }
            Runtime.getRuntime().halt(0);
        }
    }
}
