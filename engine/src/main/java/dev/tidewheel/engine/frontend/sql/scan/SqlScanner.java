package dev.tidewheel.engine.frontend.sql.scan;

import dev.tidewheel.engine.frontend.sql.grammar.KeywordContext;
import dev.tidewheel.engine.frontend.sql.grammar.Keywords;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

/**
 * Cuts a file into statements and these into tokens, by the lexical rules of Spark SQL. A statement ends at a
 * semicolon or at the end of a notebook cell. Statements come one at a time, because a SET decides what the variables
 * in the following ones stand for. Not thread-safe.
 */
public final class SqlScanner {
    private static final Pattern NUMBER = Pattern.compile("\\d+([eE]\\d+)?(?:[lLsSyYdDfF]|[bB][dD])?");

    private final ExpandedText text;
    private final VariableExpansion variables;
    private final Problems problems;
    private final NotebookCells cells = new NotebookCells();
    private final List<CommonToken> tokens = new ArrayList<>();
    private int position;
    private boolean intact = true;

    public SqlScanner(ExpandedText text, VariableExpansion variables, Problems problems) {
        this.text = text;
        this.variables = variables;
        this.problems = problems;
    }

    /** The next statement that is not empty; none at the end of the file. */
    public Optional<Statement> next() {
        tokens.clear();
        intact = true;
        while (true) {
            boolean cellEnded = skipBlanks();
            boolean atEnd = position >= text.length();
            boolean atSemicolon = !cellEnded && text.at(position) == ';';
            if (!cellEnded && !atEnd && !atSemicolon) {
                readToken();
                continue;
            }
            int stopped = position;
            position += atSemicolon ? 1 : 0;
            if (!tokens.isEmpty()) {
                return Optional.of(finish(atSemicolon, stopped));
            }
            if (atEnd) {
                return Optional.empty();
            }
        }
    }

    private Statement finish(boolean atSemicolon, int stopped) {
        // without a semicolon the end is right behind the last word, not after the comments that follow
        int end = atSemicolon ? stopped : tokens.get(tokens.size() - 1).getStopIndex() + 1;
        KeywordContext.settle(tokens);
        return new Statement(tokens, token(Token.EOF, end, end), intact);
    }

    /** The character at the current position, after variables there were replaced. */
    private char current() {
        if (!variables.expandAt(position)) {
            intact = false;
        }
        return text.at(position);
    }

    /** Skips blanks and comments; true if a notebook cell ended. */
    private boolean skipBlanks() {
        while (position < text.length()) {
            char c = current();
            if (Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\uFEFF') {
                position++;
            } else if (c == '-' && text.at(position + 1) == '-') {
                if (skipLineComment()) {
                    return true;
                }
            } else if (c == '/' && text.at(position + 1) == '*' && text.at(position + 2) != '+') {
                skipBracketedComment();
            } else {
                break;
            }
        }
        return false;
    }

    private boolean skipLineComment() {
        int start = position;
        int end = text.indexOf('\n', start);
        // as in Spark, a backslash before the line's end carries the comment on
        while (end > 0 && text.at(end - 1) == '\\') {
            end = text.indexOf('\n', end + 1);
        }
        position = end < 0 ? text.length() : end;
        if (start > 0 && text.at(start - 1) != '\n') {
            return false;
        }
        String comment = text.substring(start, position);
        cells.check(comment, text.locate(start, position)).ifPresent(problems::add);
        return cells.isSeparator(comment);
    }

    private void skipBracketedComment() {
        int start = position;
        int depth = 0;
        do {
            if (position >= text.length()) {
                problems.add(unclosed("the comment that begins here is never closed", start, 2)
                        .remedy("Close it with */"));
                intact = false;
                return;
            }
            if (text.at(position) == '/' && text.at(position + 1) == '*') {
                depth++;
                position += 2;
            } else if (text.at(position) == '*' && text.at(position + 1) == '/') {
                depth--;
                position += 2;
            } else {
                position++;
            }
        } while (depth > 0);
    }

    private void readToken() {
        cells.leave();
        int start = position;
        char c = current();
        if (isWordPart(c)) {
            readWord(start);
        } else if (c == '\'' || c == '"') {
            readQuoted(c, start, true);
            add(PipelineSqlParser.STRING, start);
        } else if (c == '`') {
            readQuoted(c, start, false);
            add(PipelineSqlParser.QUOTED_NAME, start);
        } else if (c == ':' && isWordPart(text.at(position + 1)) && text.at(position - 1) != ':') {
            position++;
            skipWord();
            add(PipelineSqlParser.PARAMETER, start);
        } else if ((c == '=' && (text.at(position + 1) == '=' || text.at(position + 1) == '>'))) {
            position += 2;
            add(PipelineSqlParser.OTHER, start);
        } else if (c == '|' && text.at(position + 1) == '|') {
            position += 2;
            add(PipelineSqlParser.CONCAT, start);
        } else {
            position++;
            if (c == '\\' && text.at(position) == '$') {
                // an escaped dollar begins no variable
                position++;
            }
            addSymbol(c, start);
        }
    }

    private void addSymbol(char c, int start) {
        add(
                switch (c) {
                    case '(' -> PipelineSqlParser.LEFT_PAREN;
                    case ')' -> PipelineSqlParser.RIGHT_PAREN;
                    case '<' -> PipelineSqlParser.LESS;
                    case '>' -> PipelineSqlParser.GREATER;
                    case ',' -> PipelineSqlParser.COMMA;
                    case '.' -> PipelineSqlParser.DOT;
                    case '=' -> PipelineSqlParser.EQUALS;
                    case '*' -> PipelineSqlParser.STAR;
                    case '-' -> PipelineSqlParser.MINUS;
                    default -> PipelineSqlParser.OTHER;
                },
                start);
    }

    private void readWord(int start) {
        skipWord();
        String word = text.substring(start, position);
        char c = text.at(position);
        if (word.equalsIgnoreCase("r") && (c == '\'' || c == '"')) {
            readRaw(c, start);
            add(PipelineSqlParser.STRING, start);
        } else if (Character.isDigit(word.charAt(0)) && c == '.' && Character.isDigit(text.at(position + 1))) {
            position++;
            skipWord();
            add(PipelineSqlParser.NUMBER, start);
        } else {
            add(NUMBER.matcher(word).matches() ? PipelineSqlParser.NUMBER : Keywords.typeOf(word), start);
        }
    }

    private void skipWord() {
        while (position < text.length() && isWordPart(current())) {
            position++;
        }
    }

    /** Reads to the closing quote; a doubled quote, and with {@code escapes} one after a backslash, does not close. */
    private void readQuoted(char quote, int start, boolean escapes) {
        position++;
        while (position < text.length()) {
            char c = current();
            if (c == '\\' && escapes) {
                position = Math.min(position + 2, text.length());
            } else if (c != quote) {
                position++;
            } else if (text.at(position + 1) == quote) {
                position += 2;
            } else {
                position++;
                return;
            }
        }
        reportUnclosed(quote, start);
    }

    private void readRaw(char quote, int start) {
        position++;
        while (position < text.length() && current() != quote) {
            position++;
        }
        if (position < text.length()) {
            position++;
        } else {
            reportUnclosed(quote, start);
        }
    }

    private void reportUnclosed(char quote, int start) {
        String what = quote == '`' ? "the name in back-quotes" : "the text in quotes";
        problems.add(unclosed(what + " that begins here is never closed", start, 1)
                .remedy("Close it with " + quote + "; inside it, write the quote twice"));
        intact = false;
    }

    private Problem unclosed(String message, int start, int length) {
        return Problem.of(ErrorCode.SQL_SYNTAX, message).at(text.locate(start, start + length));
    }

    private void add(int type, int start) {
        tokens.add(token(type, start, position));
    }

    private CommonToken token(int type, int start, int end) {
        CommonToken token = new CommonToken(type, type == Token.EOF ? "" : text.substring(start, end));
        token.setStartIndex(start);
        token.setStopIndex(Math.max(start, end - 1));
        return token;
    }

    private static boolean isWordPart(char c) {
        return c == '_' || Character.isLetterOrDigit(c) || Character.isSurrogate(c);
    }
}
