package dev.tidewheel.engine.lake;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Which names the columns of a Delta table can have. Stateless. */
public final class ColumnNames {

    /** The property that lets a table have any name: then the names in the files are others. */
    public static final String MAPPING = "delta.columnMapping.mode";

    private static final Pattern FORBIDDEN = Pattern.compile("[ ,;{}()\\n\\t=]");

    private ColumnNames() {}

    /** The first column or field, as a path, whose name a table with these properties cannot have. */
    public static Optional<String> forbidden(StructType schema, Map<String, String> properties) {
        return maps(properties) ? Optional.empty() : forbidden("", schema);
    }

    private static boolean maps(Map<String, String> properties) {
        return properties.entrySet().stream()
                .anyMatch(property -> property.getKey().equalsIgnoreCase(MAPPING)
                        && !property.getValue().equalsIgnoreCase("none"));
    }

    private static Optional<String> forbidden(String prefix, DataType type) {
        if (type instanceof ArrayType array) {
            return forbidden(prefix + "element.", array.elementType());
        }
        if (type instanceof MapType map) {
            return forbidden(prefix + "key.", map.keyType()).or(() -> forbidden(prefix + "value.", map.valueType()));
        }
        if (type instanceof StructType struct) {
            for (StructField field : struct.fields()) {
                Optional<String> found = FORBIDDEN.matcher(field.name()).find()
                        ? Optional.of(prefix + field.name())
                        : forbidden(prefix + field.name() + ".", field.dataType());
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }
}
