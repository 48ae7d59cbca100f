package dev.tidewheel.engine.frontend.sql.grammar;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.antlr.v4.runtime.Token;

/** The words of the grammar. None of them is reserved. */
public final class Keywords {
    private static final Set<Integer> SHAPES = Set.of(
            PipelineSqlParser.WORD,
            PipelineSqlParser.QUOTED_NAME,
            PipelineSqlParser.STRING,
            PipelineSqlParser.NUMBER,
            PipelineSqlParser.PARAMETER,
            PipelineSqlParser.LEFT_PAREN,
            PipelineSqlParser.RIGHT_PAREN,
            PipelineSqlParser.LESS,
            PipelineSqlParser.GREATER,
            PipelineSqlParser.COMMA,
            PipelineSqlParser.DOT,
            PipelineSqlParser.EQUALS,
            PipelineSqlParser.STAR,
            PipelineSqlParser.MINUS,
            PipelineSqlParser.CONCAT,
            PipelineSqlParser.OTHER);

    private static final Map<String, Integer> TYPES = new HashMap<>();

    static {
        for (int type = 1; type <= PipelineSqlParser.VOCABULARY.getMaxTokenType(); type++) {
            if (!SHAPES.contains(type)) {
                TYPES.put(name(type), type);
            }
        }
    }

    private Keywords() {}

    /** The token type of a bare word. */
    public static int typeOf(String word) {
        return TYPES.getOrDefault(upper(word), PipelineSqlParser.WORD);
    }

    public static boolean isKeyword(int type) {
        return type != Token.EOF && !SHAPES.contains(type);
    }

    public static boolean isBareWord(int type) {
        return type == PipelineSqlParser.WORD || isKeyword(type);
    }

    public static boolean isName(int type) {
        return type == PipelineSqlParser.QUOTED_NAME || isBareWord(type);
    }

    /** The keyword of a type, in capitals. */
    public static String name(int type) {
        return PipelineSqlParser.VOCABULARY.getSymbolicName(type);
    }

    public static String upper(String word) {
        return word.toUpperCase(Locale.ROOT);
    }
}
