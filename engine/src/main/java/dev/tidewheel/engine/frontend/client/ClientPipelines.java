package dev.tidewheel.engine.frontend.client;

import dev.tidewheel.engine.frontend.python.RelationQuery;
import dev.tidewheel.engine.frontend.python.connect.UserSession;
import dev.tidewheel.model.definition.Definitions;
import dev.tidewheel.model.name.NameScope;
import dev.tidewheel.model.text.SourceText;
import java.util.Map;
import org.apache.spark.sql.types.StructType;

/** What the engine does for clients. Implementations are safe for use by several threads. */
public interface ClientPipelines {

    /** Short names in a session of a client are those of {@code scope}; stored tables are known there. */
    void use(UserSession session, NameScope scope);

    /**
     * What a SQL file declares.
     *
     * @throws dev.tidewheel.model.error.PipelineException with everything that is wrong
     */
    Definitions sql(SourceText file, NameScope scope, Map<String, String> configuration);

    /**
     * Columns of a query over a pipeline that is not complete yet.
     *
     * @throws dev.tidewheel.model.error.PipelineException if they cannot be known
     */
    Columns columns(Definitions definitions, RelationQuery query);

    /**
     * Checks or runs; it is over when this returns.
     *
     * @throws dev.tidewheel.model.error.PipelineException with everything that is wrong
     * @throws InterruptedException if the client does not want it any more; nothing runs then
     */
    void run(ClientRun run) throws InterruptedException;

    /** @param streaming true if new rows are to come */
    record Columns(StructType schema, boolean streaming) {}
}
