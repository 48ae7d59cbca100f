package dev.tidewheel.engine.plan;

import dev.tidewheel.engine.lake.WiderTypes;
import dev.tidewheel.engine.source.header.TypeFit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.util.CharVarcharUtils;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What a stored column needs so that it can take values of another type, without any loss. Used by one thread.
 */
final class ColumnFit {

    /** The stored column, or a part of it. */
    record Part(String path, DataType stored, DataType given) {}

    private final List<String> added = new ArrayList<>();
    private final List<Part> widened = new ArrayList<>();
    private final List<Part> kept = new ArrayList<>();
    private final boolean possible;

    private ColumnFit(StructField stored, StructField given) {
        this.possible = collect(stored.name(), plain(stored), plain(given));
    }

    static ColumnFit of(StructField stored, StructField given) {
        return new ColumnFit(stored, given);
    }

    private static DataType plain(StructField field) {
        return CharVarcharUtils.replaceCharVarcharWithString(field.dataType());
    }

    /** False if the values are of types that the stored ones cannot become. */
    boolean possible() {
        return possible;
    }

    /** True if no stored type has to become another one. */
    boolean asItIs() {
        return possible && widened.isEmpty();
    }

    /** Paths of fields that structs lack, with their types. */
    List<String> added() {
        return added;
    }

    /** Parts that have to become wider. */
    List<Part> widened() {
        return widened;
    }

    /** Parts that hold the values of another type as they are. */
    List<Part> kept() {
        return kept;
    }

    private boolean collect(String path, DataType stored, DataType given) {
        if (stored instanceof StructType struct && given instanceof StructType other) {
            return collectFields(path, struct, other);
        }
        if (stored instanceof ArrayType array && given instanceof ArrayType other) {
            return collect(path + ".element", array.elementType(), other.elementType());
        }
        if (stored instanceof MapType map && given instanceof MapType other) {
            return part(path + ".key", map.keyType(), other.keyType())
                    && collect(path + ".value", map.valueType(), other.valueType());
        }
        return part(path, stored, given);
    }

    private boolean part(String path, DataType stored, DataType given) {
        if (DataType.equalsIgnoreNullability(stored, given)) {
            return true;
        }
        if (TypeFit.holds(stored, given)) {
            kept.add(new Part(path, stored, given));
            return true;
        }
        return TypeFit.widens(stored, given)
                && WiderTypes.areKnown(stored, given)
                && widened.add(new Part(path, stored, given));
    }

    /** By name, as values find their places; fields that are not given stay. */
    private boolean collectFields(String path, StructType stored, StructType given) {
        for (StructField field : given.fields()) {
            Optional<StructField> known = named(stored, field.name());
            String inside = path + "." + field.name();
            if (known.isEmpty()) {
                added.add(inside + " " + field.dataType().sql());
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
