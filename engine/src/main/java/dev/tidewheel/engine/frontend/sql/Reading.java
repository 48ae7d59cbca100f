package dev.tidewheel.engine.frontend.sql;

import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.PropertyContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.PropertyListContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.SecretValueContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.TextContext;
import dev.tidewheel.engine.frontend.sql.scan.ExpandedText;
import dev.tidewheel.engine.frontend.sql.scan.Problems;
import dev.tidewheel.engine.frontend.sql.scan.StringLiteral;
import dev.tidewheel.engine.secret.Secrets;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.name.NameScope;
import dev.tidewheel.model.text.SourceLocation;
import dev.tidewheel.model.text.SqlFragment;
import dev.tidewheel.model.text.Suggestions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;

/**
 * What all readers of one statement share: the text, and what is in force where the statement stands.
 *
 * @param scope what unqualified names mean
 * @param settings keys that were SET above the statement
 * @param parameters values of {@code :name}
 */
record Reading(
        ExpandedText text,
        NameScope scope,
        Map<String, String> settings,
        Map<String, String> parameters,
        Problems problems) {

    SqlFragment fragment(ParserRuleContext context) {
        return fragment(context.getStart(), context.getStop());
    }

    /** The text from one token to another, both included. */
    SqlFragment fragment(Token first, Token last) {
        return text.fragment(first.getStartIndex(), last.getStopIndex() + 1);
    }

    /** What stands between a pair of parentheses. */
    SqlFragment inside(ParserRuleContext parens) {
        int start = parens.getStart().getStopIndex() + 1;
        int end = parens.getStop().getStartIndex();
        String inner = text.substring(start, end);
        int leading = inner.length() - inner.stripLeading().length();
        return text.fragment(
                start + leading,
                Math.max(start + leading, start + inner.stripTrailing().length()));
    }

    SourceLocation locate(ParserRuleContext context) {
        return text.locate(context.getStart().getStartIndex(), context.getStop().getStopIndex() + 1);
    }

    SourceLocation locate(Token token) {
        return text.locate(token.getStartIndex(), token.getStopIndex() + 1);
    }

    /** A text in quotes, or the value of a parameter. */
    String string(TextContext context) {
        if (context.PARAMETER() != null) {
            return parameter(context.PARAMETER().getSymbol());
        }
        return context.STRING().stream()
                .map(TerminalNode::getText)
                .map(StringLiteral::decode)
                .collect(Collectors.joining());
    }

    /** The value of {@code :name}. */
    String parameter(Token token) {
        String name = token.getText().substring(1);
        String value = parameters.get(name);
        if (value == null) {
            String near = Suggestions.didYouMean(name, parameters.keySet());
            throw new PipelineException(
                    Problem.of(ErrorCode.UNDEFINED_PARAMETER, "the parameter `:" + name + "` has no value")
                            .because("The pipeline's parameters do not contain `" + name + "`")
                            .remedy(near.isEmpty() ? "Add it to `parameters` in the pipeline file" : near)
                            .at(locate(token)));
        }
        return value;
    }

    /** Keys and values in parentheses; a key that stands twice is a problem. */
    Map<String, String> properties(PropertyListContext list) {
        Map<String, String> properties = new LinkedHashMap<>();
        for (PropertyContext property : list.property()) {
            String key = property.propertyKey().STRING() != null
                    ? StringLiteral.decode(property.propertyKey().getText())
                    : dotted(property.propertyKey().word());
            if (properties.put(key, value(property)) != null) {
                problem(
                        ErrorCode.SQL_CLAUSE_INVALID,
                        "the property `" + key + "` stands twice",
                        "Remove one",
                        property);
            }
        }
        return properties;
    }

    private String value(PropertyContext property) {
        SecretValueContext secret = property.propertyValue().secretValue();
        if (secret != null) {
            return secret(secret);
        }
        List<Token> tokens = property.propertyValue().children.stream()
                .map(child -> ((TerminalNode) child).getSymbol())
                .toList();
        if (tokens.stream().allMatch(token -> token.getType() == PipelineSqlParser.STRING)) {
            return tokens.stream()
                    .map(token -> StringLiteral.decode(token.getText()))
                    .collect(Collectors.joining());
        }
        if (tokens.size() == 1 && tokens.get(0).getType() == PipelineSqlParser.PARAMETER) {
            return parameter(tokens.get(0));
        }
        return fragment(property.propertyValue()).text();
    }

    /** What stands for a secret until a connection is made. */
    private String secret(SecretValueContext secret) {
        if (!name(secret.word()).equalsIgnoreCase("secret")) {
            problem(
                    ErrorCode.SQL_CLAUSE_INVALID,
                    "`" + secret.getText() + "` is no value of a property",
                    "Write a literal, or secret('scope', 'key')",
                    secret);
        }
        return Secrets.reference(
                StringLiteral.decode(secret.STRING(0).getText()),
                StringLiteral.decode(secret.STRING(1).getText()));
    }

    /** The name that a word means, without back-quotes. */
    String name(PipelineSqlParser.WordContext word) {
        return word.QUOTED_NAME() != null ? StringLiteral.decodeName(word.getText()) : word.getText();
    }

    String dotted(List<PipelineSqlParser.WordContext> words) {
        return words.stream().map(this::name).collect(Collectors.joining("."));
    }

    String dotted(PipelineSqlParser.MultipartNameContext context) {
        return dotted(context.word());
    }

    List<String> names(PipelineSqlParser.NameListContext list) {
        return list.multipartName().stream().map(this::dotted).toList();
    }

    /** The columns of a list with or without parentheses. */
    List<PipelineSqlParser.MultipartNameContext> columns(PipelineSqlParser.NamesContext names) {
        return names.nameList() != null ? names.nameList().multipartName() : names.multipartName();
    }

    void problem(ErrorCode code, String message, String remedy, ParserRuleContext where) {
        problems.add(Problem.of(code, message).remedy(remedy).at(locate(where)));
    }
}
