package dev.tidewheel.engine.plan;

import dev.tidewheel.engine.change.Change;
import dev.tidewheel.engine.graph.ResolvedFlow;
import dev.tidewheel.engine.lake.TableLayout;
import dev.tidewheel.engine.lake.TableSnapshot;
import dev.tidewheel.model.definition.StreamingTable;
import dev.tidewheel.model.definition.TableDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;

/**
 * The differences between a stored table and the layout that its definition wants.
 *
 * @param addsColumns true if columns are among the changes that the table does not have yet
 * @param changes that can be made in place
 * @param obstacles that need a reset
 */
record LayoutChanges(boolean addsColumns, List<Change> changes, List<Change> obstacles) {

    private static final String DEFAULT = "CURRENT_DEFAULT";
    private static final String WIDENING = "delta.enableTypeWidening";
    private static final String GENERATED = "delta.generationExpression";
    private static final String UNDO = "undo the change";
    private static final String NO_VALUE = "rows that are stored have no value for it";
    private static final String IDENTITY = "delta.identity.start";
    private static final String IDENTITY_STEP = "delta.identity.step";
    private static final String EXPLICIT = "delta.identity.allowExplicitInsert";

    static LayoutChanges between(
            TableDefinition table, List<ResolvedFlow> flows, TableSnapshot stored, TableLayout wanted) {
        List<Change> changes = new ArrayList<>();
        List<Change> obstacles = new ArrayList<>();
        boolean addsColumns = columns(table, flows, stored, wanted, changes, obstacles);
        if (!same(stored.partitionColumns(), wanted.partitionColumns())) {
            obstacles.add(Change.reset(
                    "`" + table.name().name() + "` is partitioned by " + list(stored.partitionColumns())
                            + " but its definition says " + list(wanted.partitionColumns()),
                    "files are laid out by partition, so the table has to be written anew",
                    UNDO));
        }
        if (!same(stored.clusteringColumns(), wanted.clusteringColumns())) {
            changes.add(Change.forward(
                    "cluster by " + list(wanted.clusteringColumns()), "files that are there are not written anew"));
        }
        if (!Objects.equals(stored.comment(), wanted.comment())) {
            changes.add(Change.metadata("comment"));
        }
        wanted.properties().forEach((key, value) -> {
            if (!key.startsWith("delta.feature.")
                    && !key.equals(Owner.NAME)
                    && !value.equals(stored.properties().get(key))) {
                changes.add(Change.metadata("property " + key + " = " + value));
            }
        });
        for (String key : stored.properties().keySet()) {
            if (!key.startsWith("delta.") && !wanted.properties().containsKey(key)) {
                changes.add(Change.metadata("remove property " + key));
            }
        }
        return new LayoutChanges(addsColumns, changes, obstacles);
    }

    private static boolean columns(
            TableDefinition table,
            List<ResolvedFlow> flows,
            TableSnapshot stored,
            TableLayout wanted,
            List<Change> changes,
            List<Change> obstacles) {
        Map<String, StructField> old = new HashMap<>();
        for (StructField field : stored.schema().fields()) {
            old.put(field.name().toLowerCase(Locale.ROOT), field);
        }
        boolean added = false;
        boolean mayWiden = widens(stored, wanted);
        for (StructField field : wanted.schema().fields()) {
            StructField before = old.get(field.name().toLowerCase(Locale.ROOT));
            if (before == null) {
                if (table instanceof StreamingTable && !field.nullable()) {
                    obstacles.add(Change.reset(
                            "the new column `" + field.name() + "` of `"
                                    + table.name().name() + "` is NOT NULL",
                            NO_VALUE,
                            UNDO));
                }
                String made = field.metadata().contains(IDENTITY) ? identity(field) : generated(text(field, GENERATED));
                if (table instanceof StreamingTable && made.startsWith("GENERATED")) {
                    obstacles.add(Change.reset(
                            "the new column `" + field.name() + "` of `"
                                    + table.name().name() + "` is " + made,
                            NO_VALUE,
                            UNDO));
                }
                added = true;
                changes.add(Change.forward(
                        "add column " + field.name() + " " + field.dataType().sql(), NO_VALUE));
                continue;
            }
            ColumnFit fit = ColumnFit.of(before, field);
            boolean isStream = table instanceof StreamingTable;
            if (isStream ? !fit.asItIs() && !(fit.possible() && mayWiden) : !sameType(before, field)) {
                obstacles.add(otherType(table, flows, before, field, isStream && fit.possible()));
            } else {
                fit.added().forEach(path -> changes.add(Change.forward("add field " + path, NO_VALUE)));
                fit.widened()
                        .forEach(part -> changes.add(Change.forward(
                                "widen column " + part.path() + " from "
                                        + part.stored().sql() + " to "
                                        + part.given().sql(),
                                "values that are stored stay as they are")));
                if (!before.getComment().equals(field.getComment())) {
                    changes.add(Change.metadata("comment of column " + field.name()));
                }
            }
            if (isStream) {
                options(table, before, field, changes, obstacles);
            }
        }
        return added;
    }

    private static Change otherType(
            TableDefinition table, List<ResolvedFlow> flows, StructField before, StructField wanted, boolean wider) {
        List<String> ways = new ArrayList<>();
        if (wider) {
            ways.add("let types become wider with TBLPROPERTIES ('" + WIDENING + "' = 'true')");
        }
        Optional<String> giver =
                table.specification().columns().isEmpty() && flows.size() > 1 ? giver(flows, before) : Optional.empty();
        giver.ifPresent(flow -> ways.add("cast it in the query of that flow"));
        ways.add(UNDO);
        return Change.reset(
                "column `" + wanted.name() + "` of `" + table.name().name() + "` is stored as "
                        + before.dataType().sql() + " but "
                        + giver.orElse(
                                "the definition gives " + wanted.dataType().sql()),
                "rows that are stored cannot take the new type",
                ways.toArray(String[]::new));
    }

    /** The first of several flows whose values a stored column cannot take, with their type. */
    private static Optional<String> giver(List<ResolvedFlow> flows, StructField before) {
        for (ResolvedFlow flow : flows) {
            for (StructField given : flow.schema().fields()) {
                if (given.name().equalsIgnoreCase(before.name())
                        && !ColumnFit.of(before, given).asItIs()) {
                    return Optional.of("the flow `" + flow.name().name() + "` gives "
                            + given.dataType().sql());
                }
            }
        }
        return Optional.empty();
    }

    /** True if the table's definition, or somebody who has told Delta, lets types become wider. */
    private static boolean widens(TableSnapshot stored, TableLayout wanted) {
        String own = wanted.properties().get(WIDENING);
        return "true".equalsIgnoreCase(own == null ? stored.properties().get(WIDENING) : own);
    }

    /** What a column demands of its values, or gives it by itself. A view is written anew with its definition. */
    private static void options(
            TableDefinition table,
            StructField before,
            StructField wanted,
            List<Change> changes,
            List<Change> obstacles) {
        String column = "`" + wanted.name() + "` of `" + table.name().name() + "`";
        if (wanted.nullable() && !before.nullable()) {
            changes.add(Change.metadata("column " + wanted.name() + " may be NULL"));
        } else if (before.nullable() && !wanted.nullable()) {
            obstacles.add(Change.reset(
                    "column " + column + " is NOT NULL in the definition but was stored without",
                    "rows that are stored may have no value",
                    UNDO));
        }
        @Nullable String value = text(wanted, DEFAULT);
        if (!Objects.equals(text(before, DEFAULT), value)) {
            changes.add(Change.forward(
                    value == null
                            ? "no default for column " + wanted.name()
                            : "default of column " + wanted.name() + " = " + value,
                    "rows that are stored keep their values"));
        }
        @Nullable String expression = text(wanted, GENERATED);
        @Nullable String stored = text(before, GENERATED);
        if (!Objects.equals(stored, expression)) {
            obstacles.add(Change.reset(
                    "column " + column + " is stored as " + generated(stored) + " but the definition gives "
                            + generated(expression),
                    "rows that are stored would keep values that were made differently",
                    UNDO));
        }
        if (!identity(before).equals(identity(wanted))) {
            obstacles.add(Change.reset(
                    "column " + column + numbers(identity(before), identity(wanted)),
                    "rows that are stored would keep values that were made differently",
                    UNDO));
        }
    }

    private static String numbers(String stored, String wanted) {
        if (stored.isEmpty()) {
            return " becomes an identity column";
        }
        return wanted.isEmpty()
                ? " is no identity column any more"
                : " is stored as " + stored + " but the definition gives " + wanted;
    }

    /** How a column is numbered, as in SQL; empty if it is not. */
    private static String identity(StructField field) {
        if (!field.metadata().contains(IDENTITY)) {
            return "";
        }
        boolean given = field.metadata().contains(EXPLICIT) && field.metadata().getBoolean(EXPLICIT);
        return "GENERATED " + (given ? "BY DEFAULT" : "ALWAYS") + " AS IDENTITY (START WITH "
                + field.metadata().getLong(IDENTITY) + " INCREMENT BY "
                + field.metadata().getLong(IDENTITY_STEP) + ")";
    }

    private static @Nullable String text(StructField field, String key) {
        return field.metadata().contains(key) ? field.metadata().getString(key) : null;
    }

    private static String generated(@Nullable String expression) {
        return expression == null ? "not generated" : "GENERATED ALWAYS AS (" + expression + ")";
    }

    private static boolean sameType(StructField one, StructField other) {
        return DataType.equalsIgnoreNullability(one.dataType(), other.dataType());
    }

    private static boolean same(List<String> one, List<String> other) {
        return one.size() == other.size()
                && one.stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .toList()
                        .equals(other.stream()
                                .map(name -> name.toLowerCase(Locale.ROOT))
                                .toList());
    }

    private static String list(List<String> columns) {
        return columns.isEmpty() ? "nothing" : "(" + String.join(", ", columns) + ")";
    }
}
