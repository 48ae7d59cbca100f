package dev.tidewheel.engine.frontend.ddl;

import dev.tidewheel.model.definition.ColumnDefinition;
import dev.tidewheel.model.definition.KeyConstraint;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.text.SourceLocation;
import dev.tidewheel.model.text.SqlFragment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.util.CharVarcharUtils;
import org.apache.spark.sql.catalyst.util.GeneratedColumn;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Columns and keys of a declared schema. Immutable. */
public record SchemaColumns(List<ColumnDefinition> columns, List<KeyConstraint> keys) {
    public static final SchemaColumns NONE = new SchemaColumns(List.of(), List.of());

    private static final String DELTA_GENERATION = "delta.generationExpression";

    public SchemaColumns {
        columns = List.copyOf(columns);
        keys = List.copyOf(keys);
    }

    /**
     * Columns and keys as between the parentheses of {@code CREATE TABLE}.
     *
     * @throws PipelineException if the text cannot be read
     */
    public static SchemaColumns ofDdl(SqlFragment ddl) {
        return new DdlReader(ddl).read();
    }

    /** The fields of a schema, with the meaning that their metadata gives them. */
    public static SchemaColumns ofType(
            StructType type, Function<String, SqlFragment> fragments, SourceLocation location) {
        List<ColumnDefinition> columns = new ArrayList<>();
        for (StructField field : type.fields()) {
            DataType dataType = CharVarcharUtils.getRawType(field.metadata()).getOrElse(field::dataType);
            @Nullable String generated = generation(field);
            columns.add(new ColumnDefinition(
                    field.name(),
                    fragments.apply(dataType.sql()),
                    field.nullable(),
                    field.getComment().getOrElse(() -> null),
                    generated == null ? null : fragments.apply(generated),
                    null,
                    field.getCurrentDefaultValue().map(fragments::apply).getOrElse(() -> null),
                    null,
                    location));
        }
        return new SchemaColumns(columns, List.of());
    }

    /** The expression of a generated column, as Spark or as Delta notes it in a field. */
    private static @Nullable String generation(StructField field) {
        if (field.metadata().contains(DELTA_GENERATION)) {
            return field.metadata().getString(DELTA_GENERATION);
        }
        return GeneratedColumn.getGenerationExpression(field).getOrElse(() -> null);
    }
}
