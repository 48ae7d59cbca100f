package dev.tidewheel.engine.frontend.sql;

import dev.tidewheel.engine.frontend.sql.grammar.Keywords;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.CreateContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.CreateFlowContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.DefinitionContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.IfNotExistsContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.ManagedTableContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.MaterializedViewContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.SinkContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.StreamingTableContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.TableNameContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.ViewContext;
import dev.tidewheel.engine.frontend.sql.scan.StringLiteral;
import dev.tidewheel.model.definition.Definitions;
import dev.tidewheel.model.definition.SinkDefinition;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.name.TableName;
import java.util.List;
import java.util.Map;

/** Reads CREATE statements: checks the words in front and hands on by kind. */
final class CreateReader {
    private final Reading reading;

    CreateReader(Reading reading) {
        this.reading = reading;
    }

    Definitions read(CreateContext create) {
        DefinitionContext definition = create.definition();
        TableName name = new NameReader(reading).read(nameOf(definition));
        int before = reading.problems().count();
        try {
            return read(create, definition, name);
        } catch (PipelineException exception) {
            reading.problems().addAll(exception);
            return Definitions.NONE;
        } finally {
            reading.problems().attribute(before, name.toString());
        }
    }

    private Definitions read(CreateContext create, DefinitionContext definition, TableName name) {
        boolean isPrivate = create.visibility() != null;
        TableReader tables = new TableReader(reading);
        if (definition instanceof StreamingTableContext table) {
            refuseReplace(create, "STREAMING TABLE");
            refuseBoth(create, table.ifNotExists());
            return tables.streamingTable(name, isPrivate, table);
        }
        if (definition instanceof ManagedTableContext table) {
            refuseReplace(create, "TABLE");
            refuseVisibility(create, "A plain table is always published; use CREATE PRIVATE STREAMING TABLE");
            refuseBoth(create, table.ifNotExists());
            return tables.managedTable(name, table);
        }
        if (definition instanceof MaterializedViewContext view) {
            refuseBoth(create, view.ifNotExists());
            return tables.materializedView(name, isPrivate, view);
        }
        if (definition instanceof ViewContext view) {
            if (isPrivate && create.visibility().PRIVATE() != null) {
                refuseVisibility(create, "Write CREATE TEMPORARY VIEW");
            }
            refuseBoth(create, view.ifNotExists());
            return new ViewReader(reading).read(name, isPrivate, view);
        }
        refuseVisibility(create, "Flows and sinks are always internal to the pipeline: remove the word");
        if (create.orClause() != null) {
            reading.problem(
                    ErrorCode.SQL_CLAUSE_INVALID,
                    "a flow or sink takes no OR clause",
                    "Write CREATE without it",
                    create.orClause());
        }
        if (definition instanceof CreateFlowContext flow) {
            return new Definitions(List.of(), List.of(new FlowReader(reading).created(name, flow)), List.of());
        }
        return new Definitions(List.of(), List.of(), List.of(sink(name, (SinkContext) definition)));
    }

    private SinkDefinition sink(TableName name, SinkContext sink) {
        String format = sink.format().STRING() != null
                ? StringLiteral.decode(sink.format().getText())
                : reading.dotted(sink.format().word());
        Map<String, String> options = sink.propertyList() == null ? Map.of() : reading.properties(sink.propertyList());
        return SinkDefinition.of(name, format, options, reading.locate(sink.tableName()));
    }

    private void refuseReplace(CreateContext create, String kind) {
        if (create.orClause() != null && create.orClause().REPLACE() != null) {
            throw new PipelineException(
                    Problem.of(ErrorCode.SQL_STATEMENT_NOT_ALLOWED, "CREATE OR REPLACE " + kind + " is not allowed")
                            .because("Replacing the table would lose the rows and the progress of its flows")
                            .remedy("Write CREATE OR REFRESH STREAMING TABLE; to begin anew, run with --full-refresh")
                            .at(reading.locate(create.orClause())));
        }
    }

    private void refuseBoth(CreateContext create, IfNotExistsContext ifNotExists) {
        if (create.orClause() != null && ifNotExists != null) {
            reading.problem(
                    ErrorCode.SQL_CLAUSE_INVALID,
                    "IF NOT EXISTS does not go together with "
                            + reading.fragment(create.orClause()).text(),
                    "Keep one of them; in a pipeline both mean the same",
                    ifNotExists);
        }
    }

    private void refuseVisibility(CreateContext create, String remedy) {
        if (create.visibility() != null) {
            String word = Keywords.upper(create.visibility().getText());
            reading.problem(ErrorCode.SQL_CLAUSE_INVALID, word + " is not possible here", remedy, create.visibility());
        }
    }

    private static TableNameContext nameOf(DefinitionContext definition) {
        return definition.getRuleContext(TableNameContext.class, 0);
    }
}
