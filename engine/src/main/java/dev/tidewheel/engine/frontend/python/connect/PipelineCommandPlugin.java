package dev.tidewheel.engine.frontend.python.connect;

import dev.tidewheel.model.error.PipelineException;
import java.io.IOException;
import org.apache.spark.connect.proto.PipelineCommand;
import org.apache.spark.sql.connect.planner.SparkConnectPlanner;
import org.apache.spark.sql.connect.plugin.CommandPlugin;
import org.sparkproject.connect.protobuf.Any;

/** Gives commands on pipelines to whoever serves Spark's own clients. Made by Spark. Thread-safe. */
public final class PipelineCommandPlugin implements CommandPlugin {

    @Override
    public boolean process(byte[] command, SparkConnectPlanner planner) {
        try {
            Any any = Any.parseFrom(command);
            ClientRequests requests = ClientSessions.servedBy().orElse(null);
            if (requests == null || !any.is(PipelineCommand.class)) {
                return false;
            }
            // not unpacked: plans are nested deeper than that reads
            PipelineCall call = new PipelineCall(
                    PipelineCommand.parseFrom(
                            RelationPlanner.coded(any.getValue().toByteArray())),
                    planner);
            call.answer(requests.handle(call));
            return true;
        } catch (PipelineException e) {
            throw ClientErrors.thrown(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the client does not wait for an answer", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("a command that cannot be understood", e);
        }
    }
}
