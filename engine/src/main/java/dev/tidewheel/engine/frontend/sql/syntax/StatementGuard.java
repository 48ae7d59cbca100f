package dev.tidewheel.engine.frontend.sql.syntax;

import static dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.*;

import dev.tidewheel.engine.frontend.sql.grammar.Keywords;
import dev.tidewheel.engine.frontend.sql.scan.ExpandedText;
import dev.tidewheel.engine.frontend.sql.scan.Problems;
import dev.tidewheel.engine.frontend.sql.scan.Statement;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SourceLocation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

/**
 * Looks at a statement as a whole before it is parsed: parentheses that do not match, a forgotten semicolon. Stateless
 * but for the problems that it adds.
 */
public final class StatementGuard {
    /** More levels than anybody writes, and few enough for a recursive parser. */
    private static final int DEEPEST = 200;

    private static final Set<Integer> AFTER_CREATE =
            Set.of(OR, STREAMING, MATERIALIZED, LIVE, INCREMENTAL, TEMPORARY, TEMP, PRIVATE, FLOW, VIEW, TABLE, SINK);

    private final ExpandedText text;
    private final Problems problems;

    public StatementGuard(ExpandedText text, Problems problems) {
        this.text = text;
        this.problems = problems;
    }

    /** The statement, or several where semicolons were forgotten; none if it cannot be parsed. */
    public List<Statement> check(Statement statement) {
        Optional<Problem> unmatched = unmatchedParenthesis(statement);
        if (unmatched.isPresent()) {
            problems.add(unmatched.get());
            return List.of();
        }
        List<Statement> parts = new ArrayList<>();
        int from = 0;
        int depth = 0;
        for (int i = 1; i < statement.tokens().size(); i++) {
            int type = statement.type(i);
            depth += type == LEFT_PAREN ? 1 : type == RIGHT_PAREN ? -1 : 0;
            if (depth == 0 && beginsStatement(statement, i) && beginsLine(statement, i)) {
                problems.add(Problem.of(
                                ErrorCode.SQL_SYNTAX,
                                "a semicolon is missing before `"
                                        + statement.token(i).getText() + "`")
                        .remedy("End the statement before it with ;")
                        .at(locate(statement.token(i))));
                parts.add(part(statement, from, i));
                from = i;
            }
        }
        parts.add(
                from == 0 ? statement : part(statement, from, statement.tokens().size()));
        return parts;
    }

    private static boolean beginsStatement(Statement statement, int index) {
        int type = statement.type(index);
        if (type == CREATE) {
            return AFTER_CREATE.contains(statement.type(index + 1)) && Keywords.isName(statement.type(index + 2));
        }
        return type == APPLY
                && statement.type(index + 1) == CHANGES
                && statement.type(index + 2) == INTO
                && statement.type(index - 1) != AS;
    }

    private boolean beginsLine(Statement statement, int index) {
        int lineEnd = text.indexOf('\n', statement.token(index - 1).getStopIndex());
        return lineEnd >= 0 && lineEnd < statement.token(index).getStartIndex();
    }

    private static Statement part(Statement whole, int from, int to) {
        CommonToken last = whole.token(to - 1);
        CommonToken end = new CommonToken(Token.EOF, "");
        end.setStartIndex(to == whole.tokens().size() ? whole.end().getStartIndex() : last.getStopIndex() + 1);
        end.setStopIndex(end.getStartIndex());
        return new Statement(whole.tokens().subList(from, to), end, whole.intact());
    }

    private Optional<Problem> unmatchedParenthesis(Statement statement) {
        Deque<CommonToken> open = new ArrayDeque<>();
        int angles = 0;
        boolean inQuery = false;
        for (CommonToken token : statement.tokens()) {
            switch (token.getType()) {
                case LEFT_PAREN -> open.push(token);
                case RIGHT_PAREN -> {
                    if (open.isEmpty()) {
                        return Optional.of(syntax("this `)` closes nothing", token)
                                .remedy("Remove it, or add the `(` that it belongs to"));
                    }
                    open.pop();
                }
                case AS -> inQuery = inQuery || open.isEmpty();
                // only the types of a column list nest in angles; elsewhere they compare
                case LESS -> angles += inQuery || open.size() != 1 ? 0 : 1;
                case GREATER -> angles = Math.max(0, angles - 1);
                default -> {}
            }
            if (open.size() > DEEPEST || angles > DEEPEST) {
                return Optional.of(syntax("more than " + DEEPEST + " levels are nested here", token)
                        .remedy("Take parts out into views"));
            }
        }
        if (open.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(syntax("this `(` is never closed", open.peek())
                .because("The statement ends with parentheses still open")
                .remedy("Add the `)` that belongs to it"));
    }

    private Problem syntax(String message, CommonToken token) {
        return Problem.of(ErrorCode.SQL_SYNTAX, message).at(locate(token));
    }

    private SourceLocation locate(CommonToken token) {
        return text.locate(token.getStartIndex(), token.getStopIndex() + 1);
    }
}
