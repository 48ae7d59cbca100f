package dev.tidewheel.engine.frontend.sql;

import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.ColumnListContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.InlineFlowContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.InlineInsertContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.ManagedTableContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.MaterializedViewContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.RowsContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.StreamingTableContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.TableClauseContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.TableNameContext;
import dev.tidewheel.model.definition.Definitions;
import dev.tidewheel.model.definition.FlowDefinition;
import dev.tidewheel.model.definition.FlowKind;
import dev.tidewheel.model.definition.MaterializedView;
import dev.tidewheel.model.definition.StreamingTable;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.name.TableName;
import java.util.List;

/** Reads streaming tables, plain tables and materialized views. */
final class TableReader {
    private final Reading reading;
    private final ColumnListReader columns;
    private final FlowReader flows;

    TableReader(Reading reading) {
        this.reading = reading;
        this.columns = new ColumnListReader(reading);
        this.flows = new FlowReader(reading);
    }

    Definitions streamingTable(TableName name, boolean isPrivate, StreamingTableContext table) {
        return table(name, isPrivate, table.tableName(), table.columnList(), table.tableClause(), table.rows());
    }

    /** A plain table that append flows write to; for us the same as a streaming table. */
    Definitions managedTable(TableName name, ManagedTableContext table) {
        RowsContext rows = table.rows();
        if (rows != null && rows.query() != null) {
            reading.problem(
                    ErrorCode.SQL_STATEMENT_NOT_ALLOWED,
                    "CREATE TABLE … AS does not say how the table is kept up to date",
                    "Write CREATE MATERIALIZED VIEW … AS, or CREATE STREAMING TABLE … AS with STREAM in the query",
                    table.tableName());
        } else if (rows != null && !isPlainInsert(rows.inlineFlow())) {
            reading.problem(
                    ErrorCode.SQL_CLAUSE_INVALID,
                    "a plain table takes only FLOW INSERT",
                    "Write CREATE STREAMING TABLE for REPLACE and AUTO CDC flows",
                    rows.inlineFlow());
        }
        return table(name, false, table.tableName(), table.columnList(), table.tableClause(), rows);
    }

    private static boolean isPlainInsert(InlineFlowContext flow) {
        return flow instanceof InlineInsertContext insert && insert.replacement() == null;
    }

    private Definitions table(
            TableName name,
            boolean isPrivate,
            TableNameContext nameContext,
            ColumnListContext columnList,
            List<TableClauseContext> tableClauses,
            RowsContext rows) {
        ColumnListReader.TableColumns declared = columns.ofTable(columnList);
        TableClauses clauses = new TableClauses(reading, tableClauses);
        clauses.refuseRefreshPolicy();
        StreamingTable table = new StreamingTable(
                name,
                isPrivate,
                clauses.specification(declared),
                declared.expectations(),
                reading.settings(),
                reading.locate(nameContext));
        List<FlowDefinition> own = rows == null ? List.of() : List.of(flows.ofTable(name, nameContext, rows));
        return new Definitions(List.of(table), own, List.of());
    }

    Definitions materializedView(TableName name, boolean isPrivate, MaterializedViewContext view) {
        ColumnListReader.TableColumns declared = columns.ofTable(view.columnList());
        TableClauses clauses = new TableClauses(reading, view.tableClause());
        MaterializedView definition = new MaterializedView(
                name,
                isPrivate,
                clauses.specification(declared),
                clauses.refreshPolicy(),
                declared.expectations(),
                reading.settings(),
                reading.locate(view.tableName()));
        FlowDefinition flow = flows.defaultFlow(name, view.tableName(), new FlowKind.Refresh(), view.query());
        return new Definitions(List.of(definition), List.of(flow), List.of());
    }
}
