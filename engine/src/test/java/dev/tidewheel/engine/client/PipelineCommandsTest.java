package dev.tidewheel.engine.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidewheel.engine.PipelineEngine;
import dev.tidewheel.engine.PipelineServer;
import dev.tidewheel.engine.testing.TestSession;
import dev.tidewheel.model.settings.PipelineSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.spark.connect.proto.Command;
import org.apache.spark.connect.proto.ExecutePlanRequest;
import org.apache.spark.connect.proto.ExecutePlanResponse;
import org.apache.spark.connect.proto.OutputType;
import org.apache.spark.connect.proto.PipelineCommand;
import org.apache.spark.connect.proto.PipelineCommand.CreateDataflowGraph;
import org.apache.spark.connect.proto.PipelineCommand.DefineFlow;
import org.apache.spark.connect.proto.PipelineCommand.DefineOutput;
import org.apache.spark.connect.proto.PipelineCommand.DropDataflowGraph;
import org.apache.spark.connect.proto.PipelineCommand.GetQueryFunctionExecutionSignalStream;
import org.apache.spark.connect.proto.PipelineCommand.StartRun;
import org.apache.spark.connect.proto.Plan;
import org.apache.spark.connect.proto.Range;
import org.apache.spark.connect.proto.Relation;
import org.apache.spark.connect.proto.SparkConnectServiceGrpc;
import org.apache.spark.connect.proto.UserContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkproject.connect.grpc.ManagedChannel;
import org.sparkproject.connect.grpc.Metadata;
import org.sparkproject.connect.grpc.netty.NettyChannelBuilder;
import org.sparkproject.connect.grpc.stub.MetadataUtils;

/** Commands as they go over the wire, those included that Spark's command line does not send. */
class PipelineCommandsTest {

    @TempDir
    static Path home;

    private static PipelineServer server;
    private final String session = UUID.randomUUID().toString();
    private ManagedChannel channel;
    private SparkConnectServiceGrpc.SparkConnectServiceBlockingStub stub;

    @BeforeAll
    static void serve() {
        PipelineSettings settings = PipelineSettings.builder("home", home).build();
        server = PipelineServer.on(PipelineEngine.on(TestSession.get().newSession(), settings), 0, notice -> {});
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @BeforeEach
    void connect() {
        String[] parts = server.address().substring("sc://".length()).split("/;token=");
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("Authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + parts[1]);
        channel = NettyChannelBuilder.forTarget(parts[0]).usePlaintext().build();
        stub = SparkConnectServiceGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    @AfterEach
    void disconnect() throws InterruptedException {
        channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
    }

    private List<ExecutePlanResponse> send(PipelineCommand.Builder command) {
        List<ExecutePlanResponse> responses = new ArrayList<>();
        stub.executePlan(ExecutePlanRequest.newBuilder()
                        .setSessionId(session)
                        .setUserContext(UserContext.newBuilder().setUserId("somebody"))
                        .setPlan(Plan.newBuilder()
                                .setCommand(Command.newBuilder().setPipelineCommand(command)))
                        .build())
                .forEachRemaining(responses::add);
        return responses;
    }

    private String graph() {
        CreateDataflowGraph create = CreateDataflowGraph.newBuilder()
                .setDefaultCatalog("shop")
                .setDefaultDatabase("sales")
                .build();
        return send(PipelineCommand.newBuilder().setCreateDataflowGraph(create))
                .get(0)
                .getPipelineCommandResult()
                .getCreateDataflowGraphResult()
                .getDataflowGraphId();
    }

    private PipelineCommand.Builder start(String graph, String storage) {
        return PipelineCommand.newBuilder()
                .setStartRun(StartRun.newBuilder().setDataflowGraphId(graph).setStorage(storage));
    }

    @Test
    void namesAreAnsweredInFull() {
        DefineOutput output = DefineOutput.newBuilder()
                .setDataflowGraphId(graph())
                .setOutputName("t")
                .setOutputType(OutputType.TABLE)
                .build();

        var name = send(PipelineCommand.newBuilder().setDefineOutput(output))
                .get(0)
                .getPipelineCommandResult()
                .getDefineOutputResult()
                .getResolvedIdentifier();

        assertThat(name.getCatalogName()).isEqualTo("shop");
        assertThat(name.getNamespaceList()).containsExactly("sales");
        assertThat(name.getTableName()).isEqualTo("t");
    }

    @Test
    void aFlowThatRunsOnceIsLoadedOnce(@TempDir Path storage) {
        for (String expected : List.of("wrote 3 rows", "has COMPLETED without work")) {
            String graph = graph();
            send(PipelineCommand.newBuilder()
                    .setDefineOutput(DefineOutput.newBuilder()
                            .setDataflowGraphId(graph)
                            .setOutputName("t")
                            .setOutputType(OutputType.TABLE)));
            send(PipelineCommand.newBuilder()
                    .setDefineFlow(DefineFlow.newBuilder()
                            .setDataflowGraphId(graph)
                            .setFlowName("past")
                            .setTargetDatasetName("t")
                            .setOnce(true)
                            .setRelationFlowDetails(DefineFlow.WriteRelationFlowDetails.newBuilder()
                                    .setRelation(Relation.newBuilder()
                                            .setRange(
                                                    Range.newBuilder().setEnd(3).setStep(1))))));

            assertThat(send(start(graph, storage.toString())))
                    .extracting(response ->
                            response.getPipelineEventResult().getEvent().getMessage())
                    .anyMatch(message -> message.contains("'shop.sales.past' " + expected));
        }
    }

    @Test
    void aGraphThatWasDroppedIsGone() {
        String graph = graph();
        send(PipelineCommand.newBuilder()
                .setDropDataflowGraph(DropDataflowGraph.newBuilder().setDataflowGraphId(graph)));

        assertThatThrownBy(() -> send(start(graph, home.resolve("none").toString())))
                .hasMessageContaining("[SELECTION_INVALID] there is no dataflow graph `" + graph + "`");
        assertThat(home.resolve("none")).doesNotExist();
    }

    @Test
    void whatSparksServerDoesNotKnowEitherIsRefused() {
        assertThatThrownBy(() -> send(PipelineCommand.newBuilder()
                        .setGetQueryFunctionExecutionSignalStream(
                                GetQueryFunctionExecutionSignalStream.getDefaultInstance())))
                .hasMessageContaining("[FEATURE_NOT_SUPPORTED]")
                .hasMessageContaining("GET_QUERY_FUNCTION_EXECUTION_SIGNAL_STREAM");
    }
}
