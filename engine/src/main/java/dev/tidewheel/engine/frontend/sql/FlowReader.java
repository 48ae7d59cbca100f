package dev.tidewheel.engine.frontend.sql;

import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.ChangeFlowContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.ChangeFlowIntoContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.CreateFlowContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.InlineChangeFlowContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.InlineFlowContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.InlineInsertContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.InlineReplacementContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.InsertFlowContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.QueryContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.ReplacementContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.RowsContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.StandaloneChangeFlowContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.TableNameContext;
import dev.tidewheel.model.definition.FlowDefinition;
import dev.tidewheel.model.definition.FlowKind;
import dev.tidewheel.model.definition.SqlQuery;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.name.TableName;
import dev.tidewheel.model.text.SqlFragment;
import java.util.List;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/** Reads flows: those of their own and those written with their table. */
final class FlowReader {
    private final Reading reading;
    private final NameReader names;

    FlowReader(Reading reading) {
        this.reading = reading;
        this.names = new NameReader(reading);
    }

    /** What follows AS or FLOW of a table. */
    FlowDefinition ofTable(TableName table, TableNameContext where, RowsContext rows) {
        if (rows.query() != null) {
            return defaultFlow(table, where, new FlowKind.Append(), rows.query());
        }
        InlineFlowContext flow = rows.inlineFlow();
        if (flow instanceof InlineInsertContext insert) {
            return defaultFlow(table, where, insertKind(insert.ONCE() != null, insert.replacement()), insert.query());
        }
        if (flow instanceof InlineReplacementContext replacement) {
            return defaultFlow(table, where, replaceKind(replacement.replacement()), replacement.query());
        }
        InlineChangeFlowContext changes = (InlineChangeFlowContext) flow;
        return new FlowDefinition(
                table,
                table,
                changeKind(changes.ONCE() != null, changes.changeFlow()),
                source(changes.changeFlow()),
                null,
                reading.settings(),
                true,
                reading.locate(where));
    }

    /** The flow of a table's own query: it has the table's name. */
    FlowDefinition defaultFlow(TableName table, TableNameContext where, FlowKind kind, QueryContext query) {
        return new FlowDefinition(
                table,
                table,
                kind,
                query(reading.fragment(query)),
                null,
                reading.settings(),
                true,
                reading.locate(where));
    }

    FlowDefinition created(TableName name, CreateFlowContext create) {
        @Nullable String comment = create.text() == null ? null : reading.string(create.text());
        if (create.flow() instanceof InsertFlowContext insert) {
            return flow(
                    name,
                    create.tableName(),
                    names.read(insert.tableName()),
                    insertKind(isOnce(insert.ONCE()), insert.replacement()),
                    query(reading.fragment(insert.query())),
                    comment);
        }
        ChangeFlowIntoContext changes = (ChangeFlowIntoContext) create.flow();
        return flow(
                name,
                create.tableName(),
                names.read(changes.tableName()),
                changeKind(isOnce(changes.ONCE()), changes.changeFlow()),
                source(changes.changeFlow()),
                comment);
    }

    /** The older form without CREATE FLOW: the flow has its target's name. */
    FlowDefinition standalone(StandaloneChangeFlowContext changes) {
        TableName target = names.read(changes.tableName());
        int before = reading.problems().count();
        try {
            return flow(
                    target,
                    changes.tableName(),
                    target,
                    changeKind(isOnce(changes.ONCE()), changes.changeFlow()),
                    source(changes.changeFlow()),
                    null);
        } finally {
            reading.problems().attribute(before, target.toString());
        }
    }

    private FlowDefinition flow(
            TableName name,
            TableNameContext where,
            TableName target,
            FlowKind kind,
            SqlQuery query,
            @Nullable String comment) {
        return new FlowDefinition(name, target, kind, query, comment, reading.settings(), false, reading.locate(where));
    }

    private static boolean isOnce(List<TerminalNode> written) {
        return !written.isEmpty();
    }

    private FlowKind insertKind(boolean once, @Nullable ReplacementContext replacement) {
        if (replacement == null) {
            return once ? new FlowKind.Once() : new FlowKind.Append();
        }
        if (once) {
            reading.problem(
                    ErrorCode.SQL_CLAUSE_INVALID,
                    "ONCE does not go together with REPLACE",
                    "Remove one of them",
                    replacement);
        }
        return replaceKind(replacement);
    }

    private FlowKind replaceKind(ReplacementContext replacement) {
        return replacement.predicate() != null
                ? new FlowKind.ReplaceWhere(reading.fragment(replacement.predicate()))
                : new FlowKind.ReplaceUsing(
                        reading.names(replacement.nameList()), reading.fragment(replacement.sequence()));
    }

    private FlowKind changeKind(boolean once, ChangeFlowContext flow) {
        return new ChangeFlowReader(reading, flow).read(once);
    }

    /** The source of a change flow is a relation; as a query it needs a SELECT in front. */
    private SqlQuery source(ChangeFlowContext flow) {
        SqlFragment from = reading.fragment(flow.getStart(), flow.changeSource().getStop());
        return query(from.prefixed("SELECT * "));
    }

    private SqlQuery query(SqlFragment sql) {
        return new SqlQuery(ReadOptions.withValues(sql), reading.scope(), reading.parameters());
    }
}
