package dev.tidewheel.engine.frontend.python.connect;

import org.apache.spark.connect.proto.PipelineCommandResult;

/** What is done with requests of Spark's own clients. Implementations are safe for use by several threads. */
public interface ClientRequests {

    /** A client has opened a session; nothing has been done in it yet. */
    void opened(UserSession session);

    /**
     * Does what a client asks for. An update is over when this returns.
     *
     * @throws dev.tidewheel.model.error.PipelineException with everything that is wrong
     * @throws InterruptedException if the client does not want it any more
     */
    PipelineCommandResult handle(PipelineCall call) throws InterruptedException;

    /** A client has ended its session. */
    void closed(String sessionId);
}
