package dev.tidewheel.engine.frontend.sql.scan;

import dev.tidewheel.engine.frontend.sql.grammar.Keywords;
import java.util.List;
import org.antlr.v4.runtime.CommonToken;

/**
 * The tokens of one statement, without comments. The tokens themselves are mutable and for one parse only.
 *
 * @param tokens at least one
 * @param end a token of type EOF where the statement ends
 * @param intact false if a problem was already found in it, so that it cannot be parsed
 */
public record Statement(List<CommonToken> tokens, CommonToken end, boolean intact) {

    public Statement {
        tokens = List.copyOf(tokens);
    }

    public CommonToken first() {
        return tokens.get(0);
    }

    /** The token at {@code index}, or the end. */
    public CommonToken token(int index) {
        return index < tokens.size() ? tokens.get(index) : end;
    }

    public int type(int index) {
        return token(index).getType();
    }

    /** The upper-case text of a bare word or keyword; empty for anything else. */
    public String word(int index) {
        CommonToken token = token(index);
        return Keywords.isBareWord(token.getType()) ? Keywords.upper(token.getText()) : "";
    }
}
