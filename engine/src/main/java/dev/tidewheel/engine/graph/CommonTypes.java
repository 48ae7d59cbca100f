package dev.tidewheel.engine.graph;

import dev.tidewheel.engine.source.header.TypeFit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Types that hold the values of two others without loss. Stateless. */
final class CommonTypes {

    private CommonTypes() {}

    /** The narrowest of them; structs get the fields of both, by name. Empty if values of one would become others. */
    static Optional<DataType> of(DataType one, DataType other) {
        if (one instanceof StructType first && other instanceof StructType second) {
            return struct(first, second);
        }
        if (one instanceof ArrayType first && other instanceof ArrayType second) {
            return of(first.elementType(), second.elementType())
                    .map(element -> new ArrayType(element, first.containsNull() || second.containsNull()));
        }
        if (one instanceof MapType first && other instanceof MapType second) {
            Optional<DataType> key = of(first.keyType(), second.keyType());
            return of(first.valueType(), second.valueType())
                    .flatMap(value -> key.map(common ->
                            new MapType(common, value, first.valueContainsNull() || second.valueContainsNull())));
        }
        if (TypeFit.holds(one, other)) {
            return Optional.of(one);
        }
        if (TypeFit.holds(other, one)) {
            return Optional.of(other);
        }
        if (TypeFit.widens(one, DataTypes.DoubleType) && TypeFit.widens(other, DataTypes.DoubleType)) {
            return Optional.of(DataTypes.DoubleType);
        }
        return exact(one).flatMap(first -> exact(other).flatMap(second -> both(first, second)));
    }

    private static Optional<DataType> struct(StructType first, StructType second) {
        Map<String, StructField> given = new HashMap<>();
        for (StructField field : second.fields()) {
            given.put(field.name().toLowerCase(Locale.ROOT), field);
        }
        List<StructField> fields = new ArrayList<>();
        for (StructField field : first.fields()) {
            StructField other = given.remove(field.name().toLowerCase(Locale.ROOT));
            Optional<DataType> type =
                    other == null ? Optional.of(field.dataType()) : of(field.dataType(), other.dataType());
            if (type.isEmpty()) {
                return Optional.empty();
            }
            fields.add(new StructField(field.name(), type.get(), true, field.metadata()));
        }
        for (StructField field : second.fields()) {
            if (given.containsKey(field.name().toLowerCase(Locale.ROOT))) {
                fields.add(field);
            }
        }
        return Optional.of(new StructType(fields.toArray(StructField[]::new)));
    }

    private static Optional<DecimalType> exact(DataType type) {
        if (type instanceof DecimalType decimal) {
            return Optional.of(decimal);
        }
        int digits = 0;
        if (type instanceof ByteType) {
            digits = 3;
        } else if (type instanceof ShortType) {
            digits = 5;
        } else if (type instanceof IntegerType) {
            digits = 10;
        } else if (type instanceof LongType) {
            digits = 20;
        }
        return digits == 0 ? Optional.empty() : Optional.of(DataTypes.createDecimalType(digits, 0));
    }

    private static Optional<DataType> both(DecimalType one, DecimalType other) {
        int scale = Math.max(one.scale(), other.scale());
        int digits = Math.max(one.precision() - one.scale(), other.precision() - other.scale());
        return digits + scale > DecimalType.MAX_PRECISION()
                ? Optional.empty()
                : Optional.of(DataTypes.createDecimalType(digits + scale, scale));
    }
}
