package dev.tidewheel.engine.frontend.sql;

import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.ViewClauseContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.ViewCollationClauseContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.ViewCommentClauseContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.ViewContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.ViewPropertiesClauseContext;
import dev.tidewheel.model.definition.Definitions;
import dev.tidewheel.model.definition.SqlQuery;
import dev.tidewheel.model.definition.ViewDefinition;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.name.TableName;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads temporary and persistent views. */
final class ViewReader {
    private final Reading reading;

    ViewReader(Reading reading) {
        this.reading = reading;
    }

    Definitions read(TableName name, boolean declaredTemporary, ViewContext view) {
        // A view of the older spellings is temporary even where it does not say so.
        boolean persistent = !declaredTemporary && view.viewWords().getChildCount() == 1;
        ColumnListReader.ViewColumns columns = new ColumnListReader(reading).ofView(view.columnList());
        if (persistent && !columns.expectations().isEmpty()) {
            reading.problem(
                    ErrorCode.SQL_CLAUSE_INVALID,
                    "a persistent view takes no expectations",
                    "Write CREATE TEMPORARY VIEW, or put them on the tables that read the view",
                    view.columnList());
        }
        @Nullable String comment = null;
        Map<String, String> properties = Map.of();
        Set<Class<?>> seen = new HashSet<>();
        for (ViewClauseContext clause : view.viewClause()) {
            if (!seen.add(clause.getClass())) {
                TableClauses.refuseSecond(reading, clause);
            }
            if (clause instanceof ViewCommentClauseContext commentClause) {
                comment = reading.string(commentClause.text());
            } else if (clause instanceof ViewPropertiesClauseContext propertiesClause) {
                properties = reading.properties(propertiesClause.propertyList());
            } else if (clause instanceof ViewCollationClauseContext collation) {
                TableClauses.checkCollation(reading, collation.word());
            }
        }
        ViewDefinition definition = new ViewDefinition(
                name,
                persistent,
                columns.columns(),
                comment,
                properties,
                new SqlQuery(
                        ReadOptions.withValues(reading.fragment(view.query())), reading.scope(), reading.parameters()),
                columns.expectations(),
                reading.settings(),
                reading.locate(view.tableName()));
        return new Definitions(List.of(definition), List.of(), List.of());
    }
}
