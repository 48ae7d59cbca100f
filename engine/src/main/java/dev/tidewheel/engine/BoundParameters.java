package dev.tidewheel.engine;

import dev.tidewheel.engine.spark.NamedParameters;
import dev.tidewheel.model.definition.ColumnDefinition;
import dev.tidewheel.model.definition.Dataset;
import dev.tidewheel.model.definition.Definitions;
import dev.tidewheel.model.definition.Expectation;
import dev.tidewheel.model.definition.FlowDefinition;
import dev.tidewheel.model.definition.FlowKind;
import dev.tidewheel.model.definition.MaterializedView;
import dev.tidewheel.model.definition.StreamingTable;
import dev.tidewheel.model.definition.TableSpecification;
import dev.tidewheel.model.definition.ViewDefinition;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SqlFragment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts the pipeline's parameters into the expressions of definitions: conditions of expectations, predicates, clauses of
 * change flows, columns. Queries carry their parameters along and are not touched. For one use.
 */
final class BoundParameters {

    private final Map<String, String> values;
    private final List<Problem> problems = new ArrayList<>();

    private BoundParameters(Map<String, String> values) {
        this.values = values;
    }

    /**
     * The same definitions without parameters.
     *
     * @throws PipelineException with all parameters that have no value
     */
    static Definitions in(Definitions definitions, Map<String, String> values) {
        BoundParameters parameters = new BoundParameters(values);
        Definitions bound = new Definitions(
                definitions.datasets().stream().map(parameters::dataset).toList(),
                definitions.flows().stream().map(parameters::flow).toList(),
                definitions.sinks());
        if (!parameters.problems.isEmpty()) {
            throw new PipelineException(parameters.problems);
        }
        return bound;
    }

    private Dataset dataset(Dataset dataset) {
        if (dataset instanceof StreamingTable table) {
            return new StreamingTable(
                    table.name(),
                    table.isPrivate(),
                    specification(table.specification(), table),
                    expectations(table),
                    table.configuration(),
                    table.location());
        }
        if (dataset instanceof MaterializedView view) {
            return new MaterializedView(
                    view.name(),
                    view.isPrivate(),
                    specification(view.specification(), view),
                    view.refreshPolicy(),
                    expectations(view),
                    view.configuration(),
                    view.location());
        }
        ViewDefinition view = (ViewDefinition) dataset;
        return new ViewDefinition(
                view.name(),
                view.persistent(),
                view.columns(),
                view.comment(),
                view.properties(),
                view.query(),
                expectations(view),
                view.configuration(),
                view.location());
    }

    private List<Expectation> expectations(Dataset dataset) {
        return dataset.expectations().stream()
                .map(rule -> new Expectation(
                        rule.name(), bind(rule.condition(), dataset.name().toString()), rule.action(), rule.location()))
                .toList();
    }

    private TableSpecification specification(TableSpecification specification, Dataset dataset) {
        String name = dataset.name().toString();
        List<ColumnDefinition> columns = specification.columns().stream()
                .map(column -> new ColumnDefinition(
                        column.name(),
                        column.type(),
                        column.nullable(),
                        column.comment(),
                        bindOptional(column.generatedAs(), name),
                        column.identity(),
                        bindOptional(column.defaultValue(), name),
                        column.mask(),
                        column.location()))
                .toList();
        return new TableSpecification(
                columns,
                specification.constraints(),
                specification.partitionedBy(),
                specification.clustering(),
                specification.comment(),
                specification.properties(),
                specification.path(),
                specification.rowFilter());
    }

    private FlowDefinition flow(FlowDefinition flow) {
        return new FlowDefinition(
                flow.name(),
                flow.target(),
                kind(flow.kind(), flow.name().toString()),
                flow.query(),
                flow.comment(),
                flow.configuration(),
                flow.isDefault(),
                flow.location());
    }

    private FlowKind kind(FlowKind kind, String flow) {
        if (kind instanceof FlowKind.ReplaceWhere replace) {
            return new FlowKind.ReplaceWhere(bind(replace.predicate(), flow));
        }
        if (kind instanceof FlowKind.ReplaceUsing replace) {
            return new FlowKind.ReplaceUsing(replace.keys(), bind(replace.sequenceBy(), flow));
        }
        if (kind instanceof FlowKind.AutoCdc changes) {
            return new FlowKind.AutoCdc(
                    changes.once(),
                    changes.keys(),
                    changes.ignoreNullUpdates(),
                    bindOptional(changes.deleteWhen(), flow),
                    bindOptional(changes.truncateWhen(), flow),
                    bind(changes.sequenceBy(), flow),
                    bindOptional(changes.systemSequenceBy(), flow),
                    changes.columns(),
                    changes.storedAs(),
                    changes.trackHistoryOn(),
                    changes.columnsToUpdate());
        }
        return kind;
    }

    private @Nullable SqlFragment bindOptional(@Nullable SqlFragment expression, String name) {
        return expression == null ? null : bind(expression, name);
    }

    private SqlFragment bind(SqlFragment expression, String name) {
        try {
            return NamedParameters.bind(expression, values);
        } catch (PipelineException e) {
            e.problems().forEach(problem -> problems.add(problem.in(name)));
            return expression;
        }
    }
}
