package dev.tidewheel.engine.frontend.sql.syntax;

import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.StatementContext;
import dev.tidewheel.engine.frontend.sql.scan.ExpandedText;
import dev.tidewheel.engine.frontend.sql.scan.Statement;
import dev.tidewheel.model.error.PipelineException;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.Token;

/** Runs the grammar over one statement. Stateless. */
public final class StatementParser {

    private StatementParser() {}

    /** @throws PipelineException with the first place at which the statement does not follow the grammar */
    public static StatementContext parse(Statement statement, ExpandedText text) {
        List<Token> tokens = new ArrayList<>(statement.tokens());
        tokens.add(statement.end());
        PipelineSqlParser parser = new PipelineSqlParser(new CommonTokenStream(new ListTokenSource(tokens)));
        Landmarks landmarks = new Landmarks();
        parser.removeErrorListeners();
        parser.addParseListener(landmarks);
        parser.setErrorHandler(new StopAtFirstError(landmarks));
        try {
            return parser.singleStatement().statement();
        } catch (SyntaxError error) {
            Token offending = error.offending();
            throw new PipelineException(SyntaxMessages.problem(error)
                    .at(text.locate(offending.getStartIndex(), offending.getStopIndex() + 1)));
        }
    }
}
