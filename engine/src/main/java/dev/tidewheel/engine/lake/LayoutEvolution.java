package dev.tidewheel.engine.lake;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** How a layout may change under existing rows: columns come, types widen, words change; nothing goes. */
final class LayoutEvolution {

    /** What rows get that come without the column; rows that are there keep what they have. */
    private static final String DEFAULT = "CURRENT_DEFAULT";

    private LayoutEvolution() {}

    /** The layout that a table has after it has taken up what {@code wanted} asks for. */
    static TableLayout merge(TableSnapshot table, TableLayout wanted) {
        if (!wanted.partitionColumns().equals(table.partitionColumns())) {
            throw incompatible("The partition columns of the table " + table.path() + " cannot change from "
                    + table.partitionColumns() + " to " + wanted.partitionColumns());
        }
        return new TableLayout(
                merge(table.path(), "", table.schema(), wanted.schema()),
                table.partitionColumns(),
                wanted.clusteringColumns(),
                properties(table, wanted),
                wanted.comment());
    }

    /** {@code wanted}, with what somebody has told Delta about the table and the definition does not speak of. */
    static TableLayout withStoredProperties(TableSnapshot table, TableLayout wanted) {
        return new TableLayout(
                wanted.schema(),
                wanted.partitionColumns(),
                wanted.clusteringColumns(),
                properties(table, wanted),
                wanted.comment());
    }

    private static Map<String, String> properties(TableSnapshot table, TableLayout wanted) {
        Map<String, String> properties = new HashMap<>(table.properties());
        properties.keySet().removeIf(key -> !key.startsWith("delta."));
        properties.putAll(wanted.properties());
        return properties;
    }

    private static StructType merge(String table, String prefix, StructType old, StructType wanted) {
        Map<String, StructField> asked = new HashMap<>();
        for (StructField field : wanted.fields()) {
            asked.put(field.name().toLowerCase(Locale.ROOT), field);
        }
        List<StructField> merged = new ArrayList<>();
        for (StructField field : old.fields()) {
            StructField change = asked.remove(field.name().toLowerCase(Locale.ROOT));
            merged.add(change == null ? field : merge(table, prefix + field.name(), field, change));
        }
        for (StructField field : wanted.fields()) {
            if (asked.containsKey(field.name().toLowerCase(Locale.ROOT))) {
                // existing rows have no value for it
                merged.add(new StructField(field.name(), field.dataType(), true, field.metadata()));
            }
        }
        return new StructType(merged.toArray(StructField[]::new));
    }

    private static StructField merge(String table, String name, StructField old, StructField wanted) {
        MetadataBuilder metadata = new MetadataBuilder().withMetadata(old.metadata());
        if (wanted.metadata().contains("comment")) {
            metadata.putString("comment", wanted.metadata().getString("comment"));
        }
        if (wanted.metadata().contains(DEFAULT)) {
            metadata.putString(DEFAULT, wanted.metadata().getString(DEFAULT));
        } else {
            metadata.remove(DEFAULT);
        }
        return new StructField(
                old.name(),
                merge(table, name, old.dataType(), wanted.dataType()),
                old.nullable() || wanted.nullable(),
                metadata.build());
    }

    private static DataType merge(String table, String name, DataType old, DataType wanted) {
        if (old instanceof StructType struct && wanted instanceof StructType other) {
            return merge(table, name + ".", struct, other);
        }
        if (old instanceof ArrayType array && wanted instanceof ArrayType other) {
            return new ArrayType(
                    merge(table, name + ".element", array.elementType(), other.elementType()),
                    array.containsNull() || other.containsNull());
        }
        if (old instanceof MapType map && wanted instanceof MapType other) {
            return new MapType(
                    merge(table, name + ".key", map.keyType(), other.keyType()),
                    merge(table, name + ".value", map.valueType(), other.valueType()),
                    map.valueContainsNull() || other.valueContainsNull());
        }
        if (old.equals(wanted)) {
            return old;
        }
        if (WiderTypes.areKnown(old, wanted)) {
            return wanted;
        }
        throw incompatible("The column " + name + " of the table " + table + " cannot change from " + old.sql() + " to "
                + wanted.sql());
    }

    private static PipelineException incompatible(String what) {
        return new PipelineException(Problem.of(ErrorCode.INCOMPATIBLE_CHANGE, what)
                .because("The rows that are there could not be read any more")
                .remedy("Undo the change, or run a full refresh of the table"));
    }

    /** True if a column that both schemas have differs in type. */
    static boolean changesTypes(StructType old, StructType now) {
        return !reads(now, old);
    }

    /** True if rows written with {@code old} are rows of {@code now} as they are. */
    static boolean reads(StructType now, StructType old) {
        Map<String, StructField> fields = new HashMap<>();
        for (StructField field : now.fields()) {
            fields.put(field.name(), field);
        }
        for (StructField field : old.fields()) {
            StructField same = fields.get(field.name());
            if (same == null || !reads(same.dataType(), field.dataType())) {
                return false;
            }
        }
        return true;
    }

    private static boolean reads(DataType now, DataType old) {
        if (now instanceof StructType struct && old instanceof StructType other) {
            return reads(struct, other);
        }
        if (now instanceof ArrayType array && old instanceof ArrayType other) {
            return reads(array.elementType(), other.elementType());
        }
        if (now instanceof MapType map && old instanceof MapType other) {
            return reads(map.keyType(), other.keyType()) && reads(map.valueType(), other.valueType());
        }
        return now.equals(old);
    }
}
