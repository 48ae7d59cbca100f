package dev.tidewheel.engine.graph;

import dev.tidewheel.engine.spark.PlainTypes;
import dev.tidewheel.engine.spark.SparkProblems;
import dev.tidewheel.model.definition.ColumnDefinition;
import dev.tidewheel.model.definition.TableDefinition;
import dev.tidewheel.model.definition.ViewDefinition;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.Suggestions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.util.CharVarcharUtils;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns that a table declares, and how the rows of a query are made to fit them. Stateless. */
final class TargetSchema {

    private TargetSchema() {}

    /** Declared columns as Spark's schema, comments included; empty if the table declares none. */
    static Optional<StructType> declared(TableDefinition table) {
        List<ColumnDefinition> columns = table.specification().columns();
        if (columns.isEmpty()) {
            return Optional.empty();
        }
        List<Problem> problems = new ArrayList<>();
        List<StructField> fields = new ArrayList<>();
        for (ColumnDefinition column : columns) {
            try {
                DataType type = DataType.fromDDL(column.type().text());
                if (type.sql().contains(" COLLATE ")) {
                    problems.add(Problem.of(
                                    ErrorCode.FEATURE_NOT_SUPPORTED,
                                    "the column `" + column.name() + "` cannot have a collation")
                            .because("Delta tables keep texts without one")
                            .remedy("remove COLLATE here, and write it where a query compares or sorts texts")
                            .at(column.type().location())
                            .in(table.name().toString()));
                }
                StructField field = DataTypes.createStructField(column.name(), type, column.nullable());
                fields.add(column.comment() == null ? field : field.withComment(column.comment()));
            } catch (Exception e) {
                problems.add(SparkProblems.of(e, column.type(), ErrorCode.SQL_SYNTAX)
                        .in(table.name().toString()));
            }
        }
        if (!problems.isEmpty()) {
            throw new PipelineException(problems);
        }
        return Optional.of(DataTypes.createStructType(fields));
    }

    /** What a query without declared columns gives its table: all columns nullable, Spark's bookkeeping removed. */
    static StructType inferred(StructType query) {
        List<StructField> fields = new ArrayList<>();
        for (StructField field : query.fields()) {
            Metadata metadata = field.getComment().isDefined()
                    ? new org.apache.spark.sql.types.MetadataBuilder()
                            .putString("comment", field.getComment().get())
                            .build()
                    : Metadata.empty();
            DataType type = PlainTypes.of(CharVarcharUtils.replaceCharVarcharWithString(field.dataType())
                    .asNullable());
            fields.add(new StructField(field.name(), type, true, metadata));
        }
        return DataTypes.createStructType(fields);
    }

    /** {@code schema} with the comments that a view's list of columns gives. */
    static StructType commented(StructType schema, List<ViewDefinition.ViewColumn> columns) {
        StructField[] fields = schema.fields().clone();
        for (int i = 0; i < columns.size(); i++) {
            String comment = columns.get(i).comment();
            if (comment != null) {
                fields[i] = fields[i].withComment(comment);
            }
        }
        return new StructType(fields);
    }

    /**
     * What readers of a streaming table see that has rows already: columns and fields that its queries no longer give stay,
     * and what was stored with a type that holds the new values keeps it.
     */
    static StructType withStored(StructType schema, StructType stored) {
        Map<String, StructField> old = new HashMap<>();
        for (StructField field : stored.fields()) {
            old.put(key(field.name()), field);
        }
        List<StructField> fields = new ArrayList<>();
        for (StructField field : schema.fields()) {
            StructField before = old.get(key(field.name()));
            fields.add(
                    before == null
                            ? field
                            : new StructField(
                                    field.name(),
                                    StoredTypes.taking(before.dataType(), field.dataType()),
                                    field.nullable(),
                                    field.metadata()));
        }
        return union(DataTypes.createStructType(fields), inferred(stored));
    }

    /** Columns of {@code first}, then those of {@code second} that it lacks. */
    static StructType union(StructType first, StructType second) {
        List<StructField> fields = new ArrayList<>(Arrays.asList(first.fields()));
        Set<String> names = new HashSet<>();
        fields.forEach(field -> names.add(key(field.name())));
        for (StructField field : second.fields()) {
            if (names.add(key(field.name()))) {
                fields.add(field);
            }
        }
        return DataTypes.createStructType(fields);
    }

    /**
     * {@code rows} with the target's column names, types and order. Columns that the query lacks are left out: the table
     * fills them with NULL, their default or their generation expression.
     *
     * @param declared null if the table takes what the query gives
     */
    static Dataset<Row> fit(
            Dataset<Row> rows,
            TableDefinition table,
            @org.jspecify.annotations.Nullable StructType declared,
            Problem template) {
        checkDuplicates(rows.schema(), template);
        if (declared == null) {
            return rows;
        }
        Map<String, StructField> given = new HashMap<>();
        for (StructField field : rows.schema().fields()) {
            given.put(key(field.name()), field);
        }
        List<Problem> problems = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < declared.fields().length; i++) {
            StructField target = declared.fields()[i];
            ColumnDefinition column = table.specification().columns().get(i);
            StructField source = given.remove(key(target.name()));
            if (source == null) {
                missing(column, rows.schema(), template).ifPresent(problems::add);
                continue;
            }
            DataType type = CharVarcharUtils.replaceCharVarcharWithString(target.dataType());
            if (!Cast.canANSIStoreAssign(source.dataType(), type)) {
                problems.add(template(
                                template,
                                "column `" + target.name() + "` is declared as "
                                        + target.dataType().sql() + " but the query gives "
                                        + source.dataType().sql())
                        .remedy("cast it in the query, or declare it as "
                                + source.dataType().sql())
                        .at(column.location()));
                continue;
            }
            Column value = functions.col("`" + source.name().replace("`", "``") + "`");
            columns.add((source.dataType().equals(type) ? value : value.cast(type)).as(target.name()));
        }
        for (StructField extra : given.values()) {
            List<String> names = Arrays.asList(declared.fieldNames());
            problems.add(template(
                            template,
                            "the query gives a column `" + extra.name() + "` that the table does not" + " declare")
                    .remedy(Suggestions.first(extra.name(), names)
                            .map(near -> "did you mean `" + near + "`? Else declare the column or leave it out")
                            .orElse("declare the column, or leave it out of the query")));
        }
        if (!problems.isEmpty()) {
            throw new PipelineException(problems);
        }
        return rows.select(columns.toArray(Column[]::new));
    }

    private static Optional<Problem> missing(ColumnDefinition column, StructType query, Problem template) {
        if (column.generatedAs() != null || column.identity() != null || column.defaultValue() != null) {
            return Optional.empty();
        }
        if (column.nullable()) {
            return Optional.empty();
        }
        return Optional.of(
                template(template, "column `" + column.name() + "` is NOT NULL but the query does not give it")
                        .remedy("add it to the query, or drop NOT NULL; the query gives "
                                + String.join(", ", query.fieldNames()))
                        .at(column.location()));
    }

    private static void checkDuplicates(StructType schema, Problem template) {
        Set<String> names = new HashSet<>();
        for (StructField field : schema.fields()) {
            if (!names.add(key(field.name()))) {
                throw new PipelineException(
                        template(template, "the query gives two columns named `" + field.name() + "`")
                                .remedy("give one of them another name with AS, or leave it out"));
            }
        }
    }

    private static Problem template(Problem template, String message) {
        return new Problem(template.code(), message, "", "", template.location(), template.dataset());
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
