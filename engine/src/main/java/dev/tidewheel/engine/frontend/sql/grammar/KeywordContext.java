package dev.tidewheel.engine.frontend.sql.grammar;

import static dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.*;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

/**
 * Decides which words that look like keywords can only be names where they stand, because the word that must follow
 * the keyword does not: a column {@code sequence} in a condition, a table {@code once}.
 */
public final class KeywordContext {
    private static final Map<Integer, Set<Integer>> FOLLOWED_BY = Map.of(
            IF, Set.of(NOT),
            PRIMARY, Set.of(KEY),
            FOREIGN, Set.of(KEY),
            SEQUENCE, Set.of(BY),
            SYSTEM, Set.of(SEQUENCE),
            APPLY, Set.of(AS, CHANGES),
            IGNORE, Set.of(NULL),
            STORED, Set.of(AS),
            TRACK, Set.of(HISTORY),
            IDENTIFIER, Set.of(LEFT_PAREN));

    /** What can follow the target of an INSERT or AUTO CDC, so that an ONCE before it is the target itself. */
    private static final Set<Integer> AFTER_TARGET = Set.of(BY, REPLACE, SELECT, WITH, FROM, VALUES, TABLE);

    private static final Set<Integer> NAMESPACES = Set.of(CATALOG, SCHEMA, DATABASE, NAMESPACE);

    private KeywordContext() {}

    /** Turns keywords into words in place. */
    public static void settle(List<CommonToken> tokens) {
        for (int i = 0; i < tokens.size(); i++) {
            int before = i == 0 ? Token.EOF : tokens.get(i - 1).getType();
            int after = typeAt(tokens, i + 1);
            if (!isKeyword(tokens.get(i).getType(), before, after, typeAt(tokens, i + 2))) {
                tokens.get(i).setType(WORD);
            }
        }
    }

    private static boolean isKeyword(int type, int before, int after, int afterNext) {
        Set<Integer> partners = FOLLOWED_BY.get(type);
        if (partners != null) {
            return partners.contains(after);
        }
        if (type == KEYS) {
            return after == LEFT_PAREN || (Keywords.isName(after) && after != KEYS);
        }
        if (type == COLUMNS) {
            return after == LEFT_PAREN || after == STAR || Keywords.isName(after);
        }
        if (type == ONCE) {
            return before == INSERT
                    || before == CDC
                    || before == CHANGES
                    || (before == INTO && Keywords.isName(after) && !AFTER_TARGET.contains(after));
        }
        if (NAMESPACES.contains(type)) {
            return before == USE && after != Token.EOF && after != DOT;
        }
        if (type == CONSTRAINT) {
            // `constraint STRING` is a column of that name
            boolean listed = before == LEFT_PAREN || before == COMMA;
            return !listed
                    || (Keywords.isName(after) && afterNext != COMMA && afterNext != RIGHT_PAREN && afterNext != LESS);
        }
        return true;
    }

    private static int typeAt(List<CommonToken> tokens, int index) {
        return index < tokens.size() ? tokens.get(index).getType() : Token.EOF;
    }
}
