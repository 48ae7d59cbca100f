package dev.tidewheel.engine.frontend.sql.syntax;

import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser;
import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.NoViableAltException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.ATNConfig;
import org.antlr.v4.runtime.atn.NotSetTransition;
import org.antlr.v4.runtime.atn.Transition;
import org.antlr.v4.runtime.atn.WildcardTransition;
import org.antlr.v4.runtime.misc.IntervalSet;

/**
 * Ends the parsing of a statement at its first error, with all that could have stood there. Repairing by dropping or
 * inventing words, as ANTLR does otherwise, would only make follow-up errors.
 */
final class StopAtFirstError extends DefaultErrorStrategy {
    private final Landmarks landmarks;

    StopAtFirstError(Landmarks landmarks) {
        this.landmarks = landmarks;
    }

    @Override
    public void sync(Parser parser) {
        if (parser.getContext().getRuleIndex() == PipelineSqlParser.RULE_query) {
            // takes any word, and is by far the longest part of a statement
            return;
        }
        IntervalSet expected = parser.getExpectedTokens();
        if (!expected.contains(parser.getInputStream().LA(1))) {
            throw error(parser, parser.getCurrentToken(), expected);
        }
    }

    @Override
    public Token recoverInline(Parser parser) {
        throw error(parser, parser.getCurrentToken(), parser.getExpectedTokens());
    }

    @Override
    public void recover(Parser parser, RecognitionException exception) {
        if (exception instanceof NoViableAltException dead && dead.getDeadEndConfigs() != null) {
            throw error(parser, dead.getOffendingToken(), expectedIn(dead));
        }
        throw error(parser, exception.getOffendingToken(), parser.getExpectedTokens());
    }

    @Override
    public void reportError(Parser parser, RecognitionException exception) {
        // recover tells it
    }

    /** What the alternatives that were still possible before the offending word could have gone on with. */
    private static IntervalSet expectedIn(NoViableAltException exception) {
        IntervalSet expected = new IntervalSet();
        for (ATNConfig config : exception.getDeadEndConfigs()) {
            for (Transition transition : config.state.getTransitions()) {
                if (transition instanceof NotSetTransition || transition instanceof WildcardTransition) {
                    expected.add(PipelineSqlParser.OTHER);
                } else if (!transition.isEpsilon()) {
                    expected.addAll(transition.label());
                }
            }
        }
        return expected;
    }

    private SyntaxError error(Parser parser, Token offending, IntervalSet expected) {
        int index = offending.getTokenIndex();
        if (index == 0) {
            return new SyntaxError(offending, offending, expected, parser.getContext(), "");
        }
        Token previous = parser.getTokenStream().get(index - 1);
        return new SyntaxError(
                offending, previous, expected, parser.getContext(), landmarks.before(previous, parser.getContext()));
    }
}
