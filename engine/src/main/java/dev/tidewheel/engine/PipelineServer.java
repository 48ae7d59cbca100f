package dev.tidewheel.engine;

import dev.tidewheel.engine.frontend.client.ClientFrontEnd;
import dev.tidewheel.engine.frontend.python.connect.ConnectServer;
import dev.tidewheel.model.error.PipelineException;
import java.util.function.Consumer;

/**
 * Lets Spark's own client run pipelines on this engine, and read their tables, over Spark Connect. It listens on the
 * loopback address and answers only those who know its token. There is one in a process.
 *
 * <p>Thread-safe. Updates of different pipelines run beside each other.
 */
public final class PipelineServer implements AutoCloseable {

    private final PipelineEngine engine;
    private final ClientUpdates updates;
    private final ConnectServer server;

    private PipelineServer(PipelineEngine engine, int port, Consumer<String> notices) {
        this.engine = engine;
        this.server = ConnectServer.of(engine.session(), port);
        this.updates = new ClientUpdates(engine, notices);
        server.serve(new ClientFrontEnd(engine.settings(), engine.session(), updates, engine.python()::workers));
    }

    /**
     * Starts the server.
     *
     * @param engine of the pipeline whose tables clients see; those of a client's own pipeline come from the client
     * @param port 0 for any that is free
     * @param notices is told, in a line for people, what is run
     * @throws PipelineException SESSION_NOT_STARTED if Spark does not start or the port is taken
     */
    public static PipelineServer on(PipelineEngine engine, int port, Consumer<String> notices) {
        return new PipelineServer(engine, port, notices);
    }

    /** What a client is given as {@code --remote}, token included. */
    public String address() {
        return server.address();
    }

    /** Asks running updates to stop, and serves nobody any more. The session of Spark stays open. */
    @Override
    public void close() {
        updates.close();
        server.serveNobody();
        engine.close();
    }
}
