package dev.tidewheel.engine.frontend.sql;

import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.ComputedNameContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.ParensContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.TableNameContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.WrittenNameContext;
import dev.tidewheel.engine.frontend.sql.scan.StringLiteral;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.name.TableName;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;

/** Reads names of tables, written out or computed with {@code IDENTIFIER(…)}. */
final class NameReader {
    private final Reading reading;

    NameReader(Reading reading) {
        this.reading = reading;
    }

    /**
     * The full name.
     *
     * @throws PipelineException if it has too many parts, an empty one, or a parameter without a value
     */
    TableName read(TableNameContext context) {
        return reading.scope()
                .qualify(parts(context))
                .orElseThrow(() ->
                        new PipelineException(invalid(context, "`" + text(context) + "` has more than three parts")
                                .remedy("A full name is catalog.schema.table; a part that contains dots goes in"
                                        + " back-quotes")));
    }

    /** The parts as written, at least one. */
    List<String> parts(TableNameContext context) {
        List<String> parts = context instanceof ComputedNameContext computed
                ? split(compute(computed.parens()))
                : ((WrittenNameContext) context)
                        .multipartName().word().stream().map(reading::name).toList();
        if (parts.stream().anyMatch(String::isBlank)) {
            throw new PipelineException(invalid(context, "a part of the name `" + text(context) + "` is empty"));
        }
        return parts;
    }

    private String text(TableNameContext context) {
        return reading.fragment(context).text();
    }

    private Problem invalid(TableNameContext context, String message) {
        return Problem.of(ErrorCode.SQL_SYNTAX, message).at(reading.locate(context));
    }

    /** Texts and parameters, joined by {@code ||}. */
    private String compute(ParensContext parens) {
        StringBuilder name = new StringBuilder();
        List<ParseTree> inner = parens.children.subList(1, parens.children.size() - 1);
        boolean valid = inner.size() % 2 == 1;
        for (int i = 0; valid && i < inner.size(); i++) {
            Token token = inner.get(i) instanceof TerminalNode leaf ? leaf.getSymbol() : parens.getStart();
            if (i % 2 == 1) {
                valid = token.getType() == PipelineSqlParser.CONCAT;
            } else if (token.getType() == PipelineSqlParser.STRING) {
                name.append(StringLiteral.decode(token.getText()));
            } else if (token.getType() == PipelineSqlParser.PARAMETER) {
                name.append(reading.parameter(token));
            } else {
                valid = false;
            }
        }
        if (!valid) {
            throw new PipelineException(
                    Problem.of(ErrorCode.FEATURE_NOT_SUPPORTED, "this expression in IDENTIFIER cannot be computed here")
                            .because("The names of datasets must be known before any query runs")
                            .remedy("Use texts in quotes and :parameters, joined by ||")
                            .at(reading.locate(parens)));
        }
        return name.toString();
    }

    /** Splits at dots that stand outside of back-quotes. */
    private static List<String> split(String name) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean quoted = false;
        for (char c : name.toCharArray()) {
            if (c == '`') {
                quoted = !quoted;
            } else if (c == '.' && !quoted) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return parts;
    }
}
