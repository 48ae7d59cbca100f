package dev.tidewheel.engine.frontend.sql;

import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.SetContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.UseContext;
import dev.tidewheel.engine.frontend.sql.scan.StringLiteral;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.name.NameScope;
import java.util.List;

/** Reads SET and USE. */
final class SettingReader {
    private static final String DEFAULT_SCHEMA = "default";

    private final Reading reading;

    SettingReader(Reading reading) {
        this.reading = reading;
    }

    /**
     * One SET.
     *
     * @param text the value exactly as written, for <code>${key}</code>: quotes belong to it
     * @param value the value as a setting of Spark or of the pipeline, without enclosing quotes
     */
    record Setting(String key, String text, String value) {}

    /** @throws PipelineException if there is no value */
    Setting set(SetContext context) {
        if (context.EQUALS() == null) {
            throw new PipelineException(Problem.of(ErrorCode.SQL_SYNTAX, "SET needs a key and a value")
                    .remedy("Write SET key = value, as in SET spark.sql.session.timeZone = UTC")
                    .at(reading.locate(context)));
        }
        String key = reading.fragment(context.setKey()).text().replace("`", "");
        // an empty value has no tokens, and then no last one either
        String text = context.setValue().getChildCount() == 0
                ? ""
                : reading.fragment(context.setValue()).text();
        return new Setting(key, text, isQuoted(context) ? StringLiteral.decode(text) : text);
    }

    private static boolean isQuoted(SetContext context) {
        return context.setValue().getChildCount() == 1
                && context.setValue().getStart().getType() == PipelineSqlParser.STRING;
    }

    /** The scope from here on. As in Spark, another catalog brings its schema {@code default} with it. */
    NameScope use(UseContext context) {
        List<String> parts = new NameReader(reading).parts(context.tableName());
        if (context.CATALOG() != null && parts.size() == 1) {
            String catalog = parts.get(0);
            return catalog.equalsIgnoreCase(reading.scope().catalog())
                    ? reading.scope()
                    : new NameScope(catalog, DEFAULT_SCHEMA);
        }
        if (context.CATALOG() == null && parts.size() == 1) {
            return new NameScope(reading.scope().catalog(), parts.get(0));
        }
        if (context.CATALOG() == null && parts.size() == 2) {
            return new NameScope(parts.get(0), parts.get(1));
        }
        throw new PipelineException(Problem.of(ErrorCode.SQL_SYNTAX, "USE has too many parts")
                .remedy("Write USE CATALOG catalog, USE SCHEMA schema or USE catalog.schema")
                .at(reading.locate(context.tableName())));
    }
}
