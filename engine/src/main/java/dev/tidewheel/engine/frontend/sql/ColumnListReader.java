package dev.tidewheel.engine.frontend.sql;

import dev.tidewheel.engine.frontend.sql.grammar.Keywords;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.ColumnCommentContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.ColumnContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.ColumnListContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.ColumnListItemContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.ColumnPropertyContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.KeyConstraintContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.ViolationContext;
import dev.tidewheel.model.definition.ColumnDefinition;
import dev.tidewheel.model.definition.Expectation;
import dev.tidewheel.model.definition.ExpectationAction;
import dev.tidewheel.model.definition.KeyConstraint;
import dev.tidewheel.model.definition.ViewDefinition.ViewColumn;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.text.SqlFragment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.ParserRuleContext;
import org.jspecify.annotations.Nullable;

/** Reads the list behind a dataset's name: columns, keys and expectations, mixed. */
final class ColumnListReader {
    private final Reading reading;
    private final Set<String> columnNames = new HashSet<>();
    private final Set<String> expectationNames = new HashSet<>();

    ColumnListReader(Reading reading) {
        this.reading = reading;
    }

    record TableColumns(List<ColumnDefinition> columns, List<KeyConstraint> keys, List<Expectation> expectations) {}

    record ViewColumns(List<ViewColumn> columns, List<Expectation> expectations) {}

    TableColumns ofTable(@Nullable ColumnListContext list) {
        if (list == null) {
            return new TableColumns(List.of(), List.of(), List.of());
        }
        ColumnReader columnReader = new ColumnReader(reading);
        List<ColumnDefinition> columns = new ArrayList<>();
        List<KeyConstraint> keys = new ArrayList<>();
        List<Expectation> expectations = new ArrayList<>();
        for (ColumnListItemContext item : list.columnListItem()) {
            if (item.column() != null) {
                checkName(item.column());
                columnReader.column(item.column()).ifPresent(columns::add);
                keys.addAll(columnReader.keys(item.column()));
            } else if (item.keyConstraint() != null) {
                keys.add(key(item));
            } else {
                expectation(item).ifPresent(expectations::add);
            }
        }
        new KeyCheck(reading, columns).check(keys, list);
        return new TableColumns(columns, keys, expectations);
    }

    ViewColumns ofView(@Nullable ColumnListContext list) {
        List<ViewColumn> columns = new ArrayList<>();
        List<Expectation> expectations = new ArrayList<>();
        for (ColumnListItemContext item : list == null ? List.<ColumnListItemContext>of() : list.columnListItem()) {
            if (item.column() != null) {
                checkName(item.column());
                columns.add(viewColumn(item.column()));
            } else if (item.keyConstraint() != null) {
                reading.problem(ErrorCode.SQL_CLAUSE_INVALID, "a view has no keys", "Remove the constraint", item);
            } else {
                expectation(item).ifPresent(expectations::add);
            }
        }
        return new ViewColumns(columns, expectations);
    }

    private ViewColumn viewColumn(ColumnContext column) {
        @Nullable String comment = null;
        if (column.dataType() != null) {
            reading.problem(
                    ErrorCode.SQL_CLAUSE_INVALID,
                    "a column of a view takes no type",
                    "Remove the type, or write a CAST into the query",
                    column.dataType());
        }
        for (ColumnPropertyContext property : column.columnProperty()) {
            if (property instanceof ColumnCommentContext text) {
                comment = reading.string(text.text());
            } else {
                reading.problem(
                        ErrorCode.SQL_CLAUSE_INVALID,
                        "a column of a view takes only a COMMENT",
                        "Remove " + reading.fragment(property).text(),
                        property);
            }
        }
        return new ViewColumn(reading.name(column.columnName().word()), comment);
    }

    private void checkName(ColumnContext column) {
        checkUnique(columnNames, reading.name(column.columnName().word()), "column", column.columnName());
    }

    private void checkUnique(Set<String> names, String name, String what, ParserRuleContext where) {
        if (!names.add(name.toLowerCase(Locale.ROOT))) {
            reading.problem(
                    ErrorCode.DUPLICATE_DEFINITION,
                    "the " + what + " `" + name + "` is declared twice",
                    "Rename or remove one; upper and lower case are the same",
                    where);
        }
    }

    private KeyConstraint key(ColumnListItemContext item) {
        KeyConstraintContext key = item.keyConstraint();
        List<String> columns =
                key.keyColumns(0).word().stream().map(reading::name).toList();
        return new KeyConstraint(
                item.constraintName() == null
                        ? null
                        : reading.name(item.constraintName().word()),
                columns,
                key.tableName() == null
                        ? null
                        : reading.fragment(key.tableName()).text(),
                key.keyColumns().size() < 2
                        ? List.of()
                        : key.keyColumns(1).word().stream().map(reading::name).toList(),
                reading.locate(item));
    }

    private Optional<Expectation> expectation(ColumnListItemContext item) {
        String name = reading.name(item.constraintName().word());
        checkUnique(expectationNames, name, "expectation", item.constraintName());
        SqlFragment condition = reading.inside(item.condition());
        if (condition.text().isEmpty()) {
            reading.problem(
                    ErrorCode.EXPECTATION_INVALID,
                    "the expectation `" + name + "` has no condition",
                    "Write a condition into the parentheses, as in EXPECT (id IS NOT NULL)",
                    item.condition());
            return Optional.empty();
        }
        return action(item.violation())
                .map(action -> new Expectation(name, condition, action, reading.locate(item.constraintName())));
    }

    private Optional<ExpectationAction> action(@Nullable ViolationContext violation) {
        if (violation == null) {
            return Optional.of(ExpectationAction.WARN);
        }
        String words = String.join(
                " ",
                violation.word().stream()
                        .map(word -> Keywords.upper(word.getText()))
                        .toList());
        if (words.equals("FAIL UPDATE") || words.equals("FAIL")) {
            return Optional.of(ExpectationAction.FAIL);
        }
        if (words.equals("DROP ROW")) {
            return Optional.of(ExpectationAction.DROP);
        }
        reading.problem(
                ErrorCode.EXPECTATION_INVALID,
                "there is no action `" + words + "` on a violation",
                "Write DROP ROW or FAIL UPDATE; without ON VIOLATION the row is kept and counted",
                violation);
        return Optional.empty();
    }
}
