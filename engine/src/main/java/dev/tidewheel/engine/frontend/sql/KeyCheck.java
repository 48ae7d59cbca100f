package dev.tidewheel.engine.frontend.sql;

import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.ColumnListContext;
import dev.tidewheel.model.definition.ColumnDefinition;
import dev.tidewheel.model.definition.KeyConstraint;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.Suggestions;
import java.util.List;
import java.util.Optional;

/** Checks that the keys of a table speak of its columns, and that there is one primary key at most. */
final class KeyCheck {
    private final Reading reading;
    private final List<ColumnDefinition> columns;

    KeyCheck(Reading reading, List<ColumnDefinition> columns) {
        this.reading = reading;
        this.columns = columns;
    }

    void check(List<KeyConstraint> keys, ColumnListContext list) {
        List<KeyConstraint> primary =
                keys.stream().filter(KeyConstraint::isPrimary).toList();
        if (primary.size() > 1) {
            add(primary.get(1), "the table has two primary keys", "Keep one; a key may have several columns");
        }
        for (KeyConstraint key : keys) {
            for (String name : key.columns()) {
                check(key, name);
            }
        }
    }

    private void check(KeyConstraint key, String name) {
        Optional<ColumnDefinition> column = columns.stream()
                .filter(candidate -> candidate.name().equalsIgnoreCase(name))
                .findFirst();
        if (column.isEmpty()) {
            List<String> known = columns.stream().map(ColumnDefinition::name).toList();
            add(key, "the key's column `" + name + "` is not in the column list", Suggestions.didYouMean(name, known));
        } else if (key.isPrimary() && column.get().nullable()) {
            add(
                    key,
                    "the column `" + name + "` of the primary key may be NULL",
                    "Declare it as `" + name + "` " + column.get().type().text() + " NOT NULL");
        }
    }

    private void add(KeyConstraint key, String message, String remedy) {
        reading.problems()
                .add(Problem.of(ErrorCode.SQL_CLAUSE_INVALID, message)
                        .remedy(remedy)
                        .at(key.location()));
    }
}
