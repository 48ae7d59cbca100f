package dev.tidewheel.engine.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Fields that the structs of a stored column need so that it can take values of another type. */
final class NewFields {
    private final List<String> found = new ArrayList<>();

    private NewFields() {}

    /**
     * The paths of the fields with their types.
     *
     * @return nothing in it if the column can take the values as it is, and empty if no field would make it do so
     */
    static Optional<List<String>> between(StructField stored, StructField given) {
        NewFields fields = new NewFields();
        return fields.collect(stored.name(), stored.dataType(), given.dataType())
                ? Optional.of(fields.found)
                : Optional.empty();
    }

    private boolean collect(String path, DataType stored, DataType given) {
        if (stored instanceof StructType struct && given instanceof StructType other) {
            return collectFields(path, struct, other);
        }
        if (stored instanceof ArrayType array && given instanceof ArrayType other) {
            return collect(path + ".element", array.elementType(), other.elementType());
        }
        if (stored instanceof MapType map && given instanceof MapType other) {
            return DataType.equalsIgnoreNullability(map.keyType(), other.keyType())
                    && collect(path + ".value", map.valueType(), other.valueType());
        }
        return DataType.equalsIgnoreNullability(stored, given) || Cast.canUpCast(given, stored);
    }

    /** By name, as values find their places; fields that are not given stay. */
    private boolean collectFields(String path, StructType stored, StructType given) {
        for (StructField field : given.fields()) {
            Optional<StructField> known = named(stored, field.name());
            String inside = path + "." + field.name();
            if (known.isEmpty()) {
                found.add(inside + " " + field.dataType().sql());
            } else if (!collect(inside, known.get().dataType(), field.dataType())) {
                return false;
            }
        }
        return true;
    }

    private static Optional<StructField> named(StructType struct, String name) {
        for (StructField field : struct.fields()) {
            if (field.name().equalsIgnoreCase(name)) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }
}
