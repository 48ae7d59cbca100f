package dev.tidewheel.engine.source.header;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.CharType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.VarcharType;

/** Which types can hold the values of which others, without any loss. Stateless. */
public final class TypeFit {

    private TypeFit() {}

    /** True if nullability is all that differs. */
    static boolean same(DataType one, DataType other) {
        return DataType.equalsIgnoreNullability(one, other);
    }

    /** True if {@code to} holds all values of {@code from} as they are; the two differ. */
    public static boolean widens(DataType from, DataType to) {
        if (from instanceof NullType) {
            return true;
        }
        if (to instanceof DecimalType decimal) {
            return (rank(from) > 0 || from instanceof DecimalType) && decimal.isWiderThan(from) && !same(from, to);
        }
        if (to instanceof DoubleType) {
            return from instanceof FloatType || (rank(from) > 0 && rank(from) < 4);
        }
        if (to instanceof TimestampNTZType) {
            return from instanceof DateType;
        }
        return rank(from) > 0 && rank(from) < rank(to);
    }

    /** True if a column of the type {@code container} takes all values of {@code given} as they are. */
    public static boolean holds(DataType container, DataType given) {
        if (same(container, given) || widens(given, container)) {
            return true;
        }
        if (container instanceof FloatType) {
            return given instanceof ByteType || given instanceof ShortType;
        }
        if (container instanceof StringType) {
            return given instanceof CharType || given instanceof VarcharType;
        }
        return rank(container) > 0 && given instanceof DecimalType decimal && decimal.isTighterThan(container);
    }

    private static int rank(DataType type) {
        if (type instanceof ByteType) {
            return 1;
        }
        if (type instanceof ShortType) {
            return 2;
        }
        if (type instanceof IntegerType) {
            return 3;
        }
        return type instanceof LongType ? 4 : 0;
    }

    /** The fields of both; where types differ, one that holds both values, else the first one. */
    static StructType merge(StructType first, StructType second) {
        List<StructField> fields = new ArrayList<>();
        for (StructField field : first.fields()) {
            Optional<StructField> other = exact(second, field.name());
            DataType type = other.map(found -> merge(field.dataType(), found.dataType()))
                    .orElse(field.dataType());
            fields.add(new StructField(field.name(), type, true, field.metadata()));
        }
        for (StructField field : second.fields()) {
            // a table cannot hold two names that differ in case only
            if (ignoringCase(first, field.name()).isEmpty()) {
                fields.add(field);
            }
        }
        return new StructType(fields.toArray(StructField[]::new));
    }

    private static DataType merge(DataType first, DataType second) {
        if (first instanceof StructType one && second instanceof StructType other) {
            return merge(one, other);
        }
        return widens(first, second) ? second : first;
    }

    static Optional<StructField> exact(StructType schema, String name) {
        for (StructField field : schema.fields()) {
            if (field.name().equals(name)) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }

    static Optional<StructField> ignoringCase(StructType schema, String name) {
        for (StructField field : schema.fields()) {
            if (field.name().equalsIgnoreCase(name)) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }
}
