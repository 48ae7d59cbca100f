package dev.tidewheel.engine.graph;

import dev.tidewheel.engine.source.header.TypeFit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Types of columns that are stored and are given values of another type. Stateless. */
final class StoredTypes {

    private StoredTypes() {}

    /**
     * What {@code stored} becomes: it stays where it holds the values without loss, and structs keep their fields and get new
     * ones. Where values do not fit it is the type that is given, so that whoever compares the two finds the difference.
     */
    static DataType taking(DataType stored, DataType given) {
        if (stored instanceof StructType struct && given instanceof StructType other) {
            return taking(struct, other);
        }
        if (stored instanceof ArrayType array && given instanceof ArrayType other) {
            return new ArrayType(
                    taking(array.elementType(), other.elementType()), array.containsNull() || other.containsNull());
        }
        if (stored instanceof MapType map && given instanceof MapType other) {
            return new MapType(
                    TypeFit.holds(map.keyType(), other.keyType()) ? map.keyType() : other.keyType(),
                    taking(map.valueType(), other.valueType()),
                    map.valueContainsNull() || other.valueContainsNull());
        }
        return TypeFit.holds(stored, given) ? stored : given;
    }

    private static StructType taking(StructType stored, StructType given) {
        Map<String, StructField> asked = new HashMap<>();
        for (StructField field : given.fields()) {
            asked.put(field.name().toLowerCase(Locale.ROOT), field);
        }
        List<StructField> fields = new ArrayList<>();
        for (StructField field : stored.fields()) {
            StructField other = asked.remove(field.name().toLowerCase(Locale.ROOT));
            if (other == null) {
                StructField plain = new StructField(field.name(), field.dataType(), true, Metadata.empty());
                fields.add(
                        field.getComment().isDefined()
                                ? plain.withComment(field.getComment().get())
                                : plain);
            } else {
                fields.add(new StructField(
                        field.name(),
                        taking(field.dataType(), other.dataType()),
                        field.nullable() || other.nullable(),
                        other.metadata()));
            }
        }
        for (StructField field : given.fields()) {
            if (asked.containsKey(field.name().toLowerCase(Locale.ROOT))) {
                fields.add(field);
            }
        }
        return new StructType(fields.toArray(StructField[]::new));
    }
}
