package dev.tidewheel.engine.frontend.sql;

import dev.tidewheel.model.definition.ColumnDefinition;
import dev.tidewheel.model.definition.Dataset;
import dev.tidewheel.model.definition.Definitions;
import dev.tidewheel.model.definition.Expectation;
import dev.tidewheel.model.definition.FlowDefinition;
import dev.tidewheel.model.definition.FlowKind;
import dev.tidewheel.model.definition.KeyConstraint;
import dev.tidewheel.model.definition.MaterializedView;
import dev.tidewheel.model.definition.SinkDefinition;
import dev.tidewheel.model.definition.SqlQuery;
import dev.tidewheel.model.definition.TableDefinition;
import dev.tidewheel.model.definition.TableSpecification;
import dev.tidewheel.model.definition.ViewDefinition;
import dev.tidewheel.model.name.NameScope;
import dev.tidewheel.model.text.SourceText;
import dev.tidewheel.model.text.SqlFragment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Definitions as text, one fact a line, without positions; what has its default value is left out. */
final class DefinitionText {
    static final NameScope SCOPE = new NameScope("main", "sales");
    private final List<String> lines = new ArrayList<>();

    private DefinitionText() {}

    static Definitions parse(String sql) {
        return parse(sql, Map.of(), Map.of());
    }

    static Definitions parse(String sql, Map<String, String> configuration, Map<String, String> parameters) {
        return SqlFrontEnd.parse(
                new SourceText("orders.sql", sql), new SqlFileContext(SCOPE, configuration, parameters));
    }

    static String of(String sql) {
        return of(parse(sql));
    }

    static String of(Definitions definitions) {
        DefinitionText text = new DefinitionText();
        definitions.datasets().forEach(text::dataset);
        definitions.flows().forEach(text::flow);
        definitions.sinks().forEach(text::sink);
        return String.join("\n", text.lines);
    }

    private void dataset(Dataset dataset) {
        if (dataset instanceof TableDefinition table) {
            String kind = table instanceof MaterializedView ? "materialized view " : "streaming table ";
            lines.add((table.isPrivate() ? "private " : "") + kind + SCOPE.shorten(table.name()));
            specification(table.specification());
        }
        if (dataset instanceof MaterializedView view) {
            fact("refresh", view.refreshPolicy().name().equals("AUTO") ? null : view.refreshPolicy());
        }
        if (dataset instanceof ViewDefinition view) {
            lines.add((view.persistent() ? "persistent" : "temporary") + " view " + SCOPE.shorten(view.name()));
            for (ViewDefinition.ViewColumn column : view.columns()) {
                fact("column", column.name() + (column.comment() == null ? "" : " -- " + column.comment()));
            }
            fact("comment", view.comment());
            fact("properties", view.properties());
            fact("query", query(view.query()));
        }
        for (Expectation expectation : dataset.expectations()) {
            fact("expect", expectation.name() + ": " + expectation.condition().text() + " → " + expectation.action());
        }
        fact("set", dataset.configuration());
    }

    private void specification(TableSpecification specification) {
        specification.columns().forEach(this::column);
        for (KeyConstraint key : specification.constraints()) {
            fact(
                    key.isPrimary() ? "primary key" : "foreign key",
                    (key.name() == null ? "" : key.name() + " ")
                            + key.columns()
                            + (key.isPrimary() ? "" : " → " + key.references() + key.referencedColumns()));
        }
        fact("partitioned by", specification.partitionedBy());
        fact(
                "clustered by",
                specification.clustering().automatic()
                        ? "AUTO"
                        : specification.clustering().columns());
        fact("comment", specification.comment());
        fact("properties", specification.properties());
        fact("path", specification.path());
        fact("row filter", specification.rowFilter());
    }

    private void column(ColumnDefinition column) {
        StringBuilder text =
                new StringBuilder(column.name() + " " + column.type().text());
        text.append(column.nullable() ? "" : " NOT NULL");
        text.append(
                column.generatedAs() == null
                        ? ""
                        : " generated: " + column.generatedAs().text());
        text.append(column.identity() == null ? "" : " " + column.identity());
        text.append(
                column.defaultValue() == null
                        ? ""
                        : " default: " + column.defaultValue().text());
        text.append(column.mask() == null ? "" : " mask: " + column.mask());
        text.append(column.comment() == null ? "" : " -- " + column.comment());
        fact("column", text);
    }

    private void flow(FlowDefinition flow) {
        String name = SCOPE.shorten(flow.name());
        String target = SCOPE.shorten(flow.target());
        lines.add((flow.isDefault() ? "own flow of " + target : "flow " + name + " into " + target) + ": "
                + kind(flow.kind()));
        fact("comment", flow.comment());
        fact("query", query(flow.query()));
        fact("set", flow.configuration());
    }

    private static String kind(FlowKind kind) {
        if (kind instanceof FlowKind.ReplaceWhere replace) {
            return "replace where " + replace.predicate().text();
        }
        if (kind instanceof FlowKind.ReplaceUsing replace) {
            return "replace using " + replace.keys() + " by "
                    + replace.sequenceBy().text();
        }
        if (kind instanceof FlowKind.AutoCdc cdc) {
            return "cdc" + (cdc.once() ? " once" : "")
                    + " keys " + cdc.keys().stream().map(SqlFragment::text).toList()
                    + " by " + cdc.sequenceBy().text()
                    + optional(", system by ", cdc.systemSequenceBy())
                    + optional(", delete when ", cdc.deleteWhen())
                    + optional(", truncate when ", cdc.truncateWhen())
                    + (cdc.ignoreNullUpdates() == null ? "" : ", ignore nulls on " + columns(cdc.ignoreNullUpdates()))
                    + (cdc.columns().equals(FlowKind.ColumnSelection.ALL) ? "" : ", columns " + columns(cdc.columns()))
                    + (cdc.columnsToUpdate() == null ? "" : ", columns to update " + cdc.columnsToUpdate())
                    + ", " + cdc.storedAs()
                    + (cdc.trackHistoryOn().equals(FlowKind.ColumnSelection.ALL)
                            ? ""
                            : ", history of " + columns(cdc.trackHistoryOn()));
        }
        return kind.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
    }

    private static String optional(String label, SqlFragment fragment) {
        return fragment == null ? "" : label + fragment.text();
    }

    private static String columns(FlowKind.ColumnSelection selection) {
        return (selection.except() ? "all but " : "") + selection.columns();
    }

    private void sink(SinkDefinition sink) {
        lines.add("sink " + SCOPE.shorten(sink.name()) + " as " + sink.target().format());
        fact("options", sink.target().options());
    }

    private static String query(Object query) {
        return ((SqlQuery) query).sql().text();
    }

    private void fact(String label, Object value) {
        Object shown = value instanceof Map<?, ?> map ? new TreeMap<>(map) : value;
        boolean empty = shown == null
                || shown instanceof Map<?, ?> map && map.isEmpty()
                || shown instanceof List<?> list && list.isEmpty();
        if (!empty) {
            lines.add("  " + label + " " + shown);
        }
    }
}
