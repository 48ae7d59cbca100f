package dev.tidewheel.engine.frontend.sql;

import dev.tidewheel.model.definition.Definitions;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.text.SourceText;

/** Reads pipeline SQL. Stateless; asks Spark nothing. */
public final class SqlFrontEnd {

    private SqlFrontEnd() {}

    /**
     * The datasets, flows and sinks that one file declares, in the order in which they stand there.
     *
     * @throws PipelineException with all problems of the file, in the order of their places; reading goes on after the
     *     statement with a problem
     */
    public static Definitions parse(SourceText file, SqlFileContext context) {
        return new SqlFileReader(file, context).read();
    }
}
