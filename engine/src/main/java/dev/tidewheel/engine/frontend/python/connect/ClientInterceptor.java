package dev.tidewheel.engine.frontend.python.connect;

import java.util.List;
import org.apache.spark.connect.proto.AnalyzePlanRequest;
import org.apache.spark.connect.proto.Command;
import org.apache.spark.connect.proto.ConfigRequest;
import org.apache.spark.connect.proto.ExecutePlanRequest;
import org.apache.spark.connect.proto.PipelineAnalysisContext;
import org.apache.spark.connect.proto.Plan;
import org.apache.spark.connect.proto.ReleaseSessionRequest;
import org.apache.spark.connect.proto.UserContext;
import org.sparkproject.connect.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import org.sparkproject.connect.grpc.Metadata;
import org.sparkproject.connect.grpc.ServerCall;
import org.sparkproject.connect.grpc.ServerCallHandler;
import org.sparkproject.connect.grpc.ServerInterceptor;
import org.sparkproject.connect.protobuf.Any;
import org.sparkproject.connect.protobuf.InvalidProtocolBufferException;

/**
 * Changes requests of Spark's own clients where Spark would keep them for itself: commands on pipelines, which it has no
 * hook for, become extensions; questions that a query function asks about its inputs, which it refuses, become ordinary
 * ones with open reads. Made by Spark. Thread-safe.
 */
public final class ClientInterceptor implements ServerInterceptor {

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
            @Override
            @SuppressWarnings("unchecked") // a request becomes one of the same type
            public void onMessage(Q message) {
                super.onMessage(ClientSessions.servedBy().isEmpty() ? message : (Q) translated(message));
            }
        };
    }

    private static Object translated(Object message) {
        if (message instanceof ExecutePlanRequest request) {
            ClientSessions.prepare(request.getUserContext().getUserId(), request.getSessionId());
            return execution(request);
        }
        if (message instanceof AnalyzePlanRequest request) {
            ClientSessions.prepare(request.getUserContext().getUserId(), request.getSessionId());
            return analysis(request);
        }
        if (message instanceof ConfigRequest request) {
            ClientSessions.prepare(request.getUserContext().getUserId(), request.getSessionId());
        }
        if (message instanceof ReleaseSessionRequest request) {
            ClientSessions.close(request.getUserContext().getUserId(), request.getSessionId());
        }
        return message;
    }

    private static ExecutePlanRequest execution(ExecutePlanRequest request) {
        if (!request.getPlan().getCommand().hasPipelineCommand()) {
            return request;
        }
        Any command = Any.pack(request.getPlan().getCommand().getPipelineCommand());
        return request.toBuilder()
                .setPlan(Plan.newBuilder().setCommand(Command.newBuilder().setExtension(command)))
                .build();
    }

    private static AnalyzePlanRequest analysis(AnalyzePlanRequest request) {
        UserContext user = request.getUserContext();
        List<Any> others = user.getExtensionsList().stream()
                .filter(extension -> !isQueryFunction(extension))
                .toList();
        if (others.size() == user.getExtensionsCount()) {
            return request;
        }
        AnalyzePlanRequest open = RelationReads.open(request, "", 0);
        return open.toBuilder()
                .setUserContext(user.toBuilder().clearExtensions().addAllExtensions(others))
                .build();
    }

    private static boolean isQueryFunction(Any extension) {
        try {
            return extension.is(PipelineAnalysisContext.class)
                    && extension.unpack(PipelineAnalysisContext.class).hasFlowName();
        } catch (InvalidProtocolBufferException e) {
            return false;
        }
    }
}
