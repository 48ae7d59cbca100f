package dev.tidewheel.engine.source.format;

import java.util.Arrays;
import java.util.Locale;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Changes the names of fields on all levels of a schema. */
final class SchemaNames {

    private SchemaNames() {}

    static StructType lowerCase(StructType schema) {
        return new StructType(Arrays.stream(schema.fields())
                .map(field -> new StructField(
                        field.name().toLowerCase(Locale.ROOT),
                        lowerCase(field.dataType()),
                        field.nullable(),
                        field.metadata()))
                .toArray(StructField[]::new));
    }

    private static DataType lowerCase(DataType type) {
        if (type instanceof StructType struct) {
            return lowerCase(struct);
        }
        if (type instanceof ArrayType array) {
            return new ArrayType(lowerCase(array.elementType()), array.containsNull());
        }
        if (type instanceof MapType map) {
            // the names in an object that is read as a map are values, but the parser cannot tell them apart
            return new MapType(map.keyType(), lowerCase(map.valueType()), map.valueContainsNull());
        }
        return type;
    }
}
