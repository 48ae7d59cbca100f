package dev.tidewheel.engine.frontend.sql.syntax;

import org.antlr.v4.runtime.RuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.antlr.v4.runtime.misc.ParseCancellationException;

/** The first word of a statement at which the grammar cannot go on. */
final class SyntaxError extends ParseCancellationException {
    private static final long serialVersionUID = 1L;

    private final transient Token offending;
    private final transient Token previous;
    private final transient IntervalSet expected;
    private final transient RuleContext context;
    private final String landmark;

    SyntaxError(Token offending, Token previous, IntervalSet expected, RuleContext context, String landmark) {
        super("syntax error at " + offending.getText());
        this.offending = offending;
        this.previous = previous;
        this.expected = expected;
        this.context = context;
        this.landmark = landmark;
    }

    Token offending() {
        return offending;
    }

    /** The word before; the offending one itself at the beginning of a statement. */
    Token previous() {
        return previous;
    }

    /** Token types that could stand there. */
    IntervalSet expected() {
        return expected;
    }

    /** What ended right before it, such as "the table's name"; empty at the beginning of a statement. */
    String landmark() {
        return landmark;
    }

    /** The rule in which it happened. */
    RuleContext context() {
        return context;
    }
}
