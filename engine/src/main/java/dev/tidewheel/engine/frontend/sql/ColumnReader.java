package dev.tidewheel.engine.frontend.sql;

import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.ColumnCommentContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.ColumnContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.ColumnDefaultContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.ColumnForeignKeyContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.ColumnPrimaryKeyContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.ColumnPropertyContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.GeneratedContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.IdentityOptionContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.MaskContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.NotNullContext;
import dev.tidewheel.engine.frontend.sql.grammar.Tokens;
import dev.tidewheel.model.definition.ColumnDefinition;
import dev.tidewheel.model.definition.ColumnDefinition.Identity;
import dev.tidewheel.model.definition.KeyConstraint;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.text.SqlFragment;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** Reads one column of a table. */
final class ColumnReader {
    private static final Set<String> IDENTITY_TYPES = Set.of("bigint", "long");

    private final Reading reading;

    ColumnReader(Reading reading) {
        this.reading = reading;
    }

    /** The column; empty, with a problem, if it has no type. */
    Optional<ColumnDefinition> column(ColumnContext column) {
        String name = reading.name(column.columnName().word());
        if (column.dataType() == null) {
            reading.problem(
                    ErrorCode.SQL_SYNTAX,
                    "the column `" + name + "` has no type",
                    "Write a type behind it, or leave the columns out to take them from the query",
                    column.columnName());
            return Optional.empty();
        }
        Map<Class<?>, ColumnPropertyContext> properties = properties(column);
        ColumnCommentContext comment = find(properties, ColumnCommentContext.class);
        GeneratedContext generated = find(properties, GeneratedContext.class);
        MaskContext mask = find(properties, MaskContext.class);
        ColumnDefaultContext defaultClause = find(properties, ColumnDefaultContext.class);
        DefaultValue defaultValue = defaultClause == null ? null : defaultValue(defaultClause);
        boolean notNull =
                properties.containsKey(NotNullContext.class) || (defaultValue != null && defaultValue.notNull());
        SqlFragment type = reading.fragment(column.dataType());
        return Optional.of(new ColumnDefinition(
                name,
                type,
                !notNull,
                comment == null ? null : reading.string(comment.text()),
                generated == null || generated.parens() == null ? null : reading.inside(generated.parens()),
                generated == null || generated.IDENTITY() == null ? null : identity(generated, type),
                defaultValue == null ? null : defaultValue.expression(),
                mask == null
                        ? null
                        : reading.fragment(mask.multipartName().getStart(), mask.getStop())
                                .text(),
                reading.locate(column.columnName())));
    }

    /** Keys that are declared with the column. */
    List<KeyConstraint> keys(ColumnContext column) {
        return column.columnProperty().stream()
                .flatMap(property -> key(reading.name(column.columnName().word()), property))
                .toList();
    }

    private Stream<KeyConstraint> key(String column, ColumnPropertyContext property) {
        if (property instanceof ColumnPrimaryKeyContext primary) {
            @Nullable String name = primary.word() == null ? null : reading.name(primary.word());
            return Stream.of(new KeyConstraint(name, List.of(column), null, List.of(), reading.locate(primary)));
        }
        if (property instanceof ColumnForeignKeyContext foreign) {
            return Stream.of(new KeyConstraint(
                    foreign.word() == null ? null : reading.name(foreign.word()),
                    List.of(column),
                    reading.fragment(foreign.tableName()).text(),
                    foreign.keyColumns() == null
                            ? List.of()
                            : foreign.keyColumns().word().stream()
                                    .map(reading::name)
                                    .toList(),
                    reading.locate(foreign)));
        }
        return Stream.of();
    }

    private Map<Class<?>, ColumnPropertyContext> properties(ColumnContext column) {
        Map<Class<?>, ColumnPropertyContext> properties = new HashMap<>();
        for (ColumnPropertyContext property : column.columnProperty()) {
            if (properties.putIfAbsent(property.getClass(), property) != null
                    && !(property instanceof ColumnForeignKeyContext)) {
                TableClauses.refuseSecond(reading, property);
            }
        }
        Set<Class<?>> computed = new HashSet<>(properties.keySet());
        computed.retainAll(Set.of(GeneratedContext.class, ColumnDefaultContext.class));
        if (computed.size() > 1) {
            reading.problem(
                    ErrorCode.SQL_CLAUSE_INVALID,
                    "GENERATED does not go together with DEFAULT",
                    "Keep one of them",
                    column);
        }
        return properties;
    }

    private static <T extends ColumnPropertyContext> @Nullable T find(
            Map<Class<?>, ColumnPropertyContext> properties, Class<T> kind) {
        return kind.cast(properties.get(kind));
    }

    private record DefaultValue(SqlFragment expression, boolean notNull) {}

    /** A NOT NULL behind the value belongs to the column, unless it is the end of an IS NOT NULL. */
    private DefaultValue defaultValue(ColumnDefaultContext clause) {
        List<Token> tokens = Tokens.of(clause.defaultValue());
        int size = tokens.size();
        boolean notNull = size > 2
                && tokens.get(size - 1).getType() == PipelineSqlParser.NULL
                && tokens.get(size - 2).getType() == PipelineSqlParser.NOT
                && !tokens.get(size - 3).getText().equalsIgnoreCase("IS");
        Token last = tokens.get(notNull ? size - 3 : size - 1);
        return new DefaultValue(reading.fragment(tokens.get(0), last), notNull);
    }

    private Identity identity(GeneratedContext generated, SqlFragment type) {
        if (!IDENTITY_TYPES.contains(type.text().toLowerCase(Locale.ROOT))) {
            reading.problem(
                    ErrorCode.SQL_CLAUSE_INVALID,
                    "an identity column must be BIGINT, not " + type.text(),
                    "Declare it as BIGINT",
                    generated);
        }
        long start = 1;
        long step = 1;
        List<IdentityOptionContext> options = generated.identityOptions() == null
                ? List.of()
                : generated.identityOptions().identityOption();
        for (IdentityOptionContext option : options) {
            long number = number(option);
            if (option.START() != null) {
                start = number;
            } else {
                step = number;
            }
        }
        if (step == 0) {
            reading.problem(
                    ErrorCode.SQL_CLAUSE_INVALID,
                    "an identity column cannot count in steps of 0",
                    "Write INCREMENT BY 1",
                    generated);
        }
        return new Identity(generated.ALWAYS() != null, start, step);
    }

    private long number(IdentityOptionContext option) {
        String sign = option.MINUS() == null ? "" : "-";
        try {
            return Long.parseLong(sign + option.NUMBER().getText());
        } catch (NumberFormatException exception) {
            reading.problem(
                    ErrorCode.SQL_SYNTAX,
                    "`" + option.NUMBER().getText() + "` is no whole number",
                    "Write a whole number",
                    option);
            return 1;
        }
    }
}
