package dev.tidewheel.engine.frontend.python.connect;

import java.time.Instant;
import org.apache.spark.connect.proto.ExecutePlanResponse;
import org.apache.spark.connect.proto.PipelineCommand;
import org.apache.spark.connect.proto.PipelineCommandResult;
import org.apache.spark.connect.proto.PipelineEvent;
import org.apache.spark.connect.proto.PipelineEventResult;
import org.apache.spark.sql.connect.planner.SparkConnectPlanner;
import org.apache.spark.sql.connect.service.SessionHolder;
import org.sparkproject.connect.protobuf.Timestamp;

/** One command on a pipeline, and the way back to the client that sent it. Events can be sent from any thread. */
public final class PipelineCall {

    private final PipelineCommand command;
    private final SparkConnectPlanner planner;

    PipelineCall(PipelineCommand command, SparkConnectPlanner planner) {
        this.command = command;
        this.planner = planner;
    }

    public PipelineCommand command() {
        return command;
    }

    public UserSession session() {
        return ClientSessions.of(planner.sessionHolder());
    }

    /** Shows the client a line. */
    public void event(Instant time, String message) {
        Timestamp timestamp = Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
        send(response()
                .setPipelineEventResult(PipelineEventResult.newBuilder()
                        .setEvent(PipelineEvent.newBuilder()
                                .setTimestamp(timestamp)
                                .setMessage(message))));
    }

    void answer(PipelineCommandResult result) {
        send(response().setPipelineCommandResult(result));
    }

    private ExecutePlanResponse.Builder response() {
        SessionHolder holder = planner.sessionHolder();
        return ExecutePlanResponse.newBuilder()
                .setSessionId(holder.sessionId())
                .setServerSideSessionId(holder.serverSessionId());
    }

    private void send(ExecutePlanResponse.Builder response) {
        planner.executeHolderOpt().get().responseObserver().onNext(response.build());
    }
}
