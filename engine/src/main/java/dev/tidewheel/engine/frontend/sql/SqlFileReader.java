package dev.tidewheel.engine.frontend.sql;

import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.CreateContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.SetContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.StandaloneChangeFlowContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.StatementContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.UseContext;
import dev.tidewheel.engine.frontend.sql.scan.ExpandedText;
import dev.tidewheel.engine.frontend.sql.scan.Problems;
import dev.tidewheel.engine.frontend.sql.scan.SqlScanner;
import dev.tidewheel.engine.frontend.sql.scan.Statement;
import dev.tidewheel.engine.frontend.sql.scan.VariableExpansion;
import dev.tidewheel.engine.frontend.sql.scan.Variables;
import dev.tidewheel.engine.frontend.sql.syntax.ForeignStatements;
import dev.tidewheel.engine.frontend.sql.syntax.StatementGuard;
import dev.tidewheel.engine.frontend.sql.syntax.StatementParser;
import dev.tidewheel.model.definition.Dataset;
import dev.tidewheel.model.definition.Definitions;
import dev.tidewheel.model.definition.FlowDefinition;
import dev.tidewheel.model.definition.SinkDefinition;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.name.NameScope;
import dev.tidewheel.model.text.SourceText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Goes through the statements of one file and keeps what SET and USE put in force. For one use; not thread-safe. */
final class SqlFileReader {
    private final SqlFileContext context;
    private final ExpandedText text;
    private final Variables variables;
    private final VariableExpansion expansion;
    private final SqlScanner scanner;
    private final Problems problems = new Problems();
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<Dataset> datasets = new ArrayList<>();
    private final List<FlowDefinition> flows = new ArrayList<>();
    private final List<SinkDefinition> sinks = new ArrayList<>();
    private NameScope scope;

    SqlFileReader(SourceText file, SqlFileContext context) {
        this.context = context;
        this.scope = context.defaults();
        this.text = new ExpandedText(file);
        this.variables = new Variables(context.configuration());
        this.expansion = new VariableExpansion(text, variables, problems);
        this.scanner = new SqlScanner(text, expansion, problems);
    }

    Definitions read() {
        StatementGuard guard = new StatementGuard(text, problems);
        for (Optional<Statement> next = scanner.next(); next.isPresent(); next = scanner.next()) {
            Statement statement = next.get();
            if (statement.type(0) == PipelineSqlParser.SET) {
                // its value is free text: nothing in it has to match
                read(statement);
            } else {
                guard.check(statement).forEach(this::read);
            }
        }
        expansion.reportMissing();
        problems.throwIfAny();
        return new Definitions(datasets, flows, sinks);
    }

    private void read(Statement statement) {
        if (!statement.intact()) {
            return;
        }
        Reading reading = new Reading(text, scope, settings, context.parameters(), problems);
        Optional<Problem> foreign = ForeignStatements.check(statement);
        if (foreign.isPresent()) {
            problems.add(foreign.get().at(reading.locate(statement.first())));
            return;
        }
        try {
            read(StatementParser.parse(statement, text), reading);
        } catch (PipelineException exception) {
            problems.addAll(exception);
        }
    }

    private void read(StatementContext statement, Reading reading) {
        if (statement instanceof CreateContext create) {
            Definitions created = new CreateReader(reading).read(create);
            datasets.addAll(created.datasets());
            flows.addAll(created.flows());
            sinks.addAll(created.sinks());
        } else if (statement instanceof StandaloneChangeFlowContext changeFlow) {
            flows.add(new FlowReader(reading).standalone(changeFlow));
        } else if (statement instanceof SetContext set) {
            SettingReader.Setting setting = new SettingReader(reading).set(set);
            variables.set(setting.key(), setting.text());
            settings.put(setting.key(), setting.value());
        } else if (statement instanceof UseContext use) {
            scope = new SettingReader(reading).use(use);
        } else {
            throw new IllegalStateException("unknown kind of statement " + statement.getClass());
        }
    }
}
