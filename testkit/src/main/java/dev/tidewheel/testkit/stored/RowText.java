package dev.tidewheel.testkit.stored;

import io.delta.kernel.data.ArrayValue;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.MapValue;
import io.delta.kernel.data.Row;
import io.delta.kernel.types.ArrayType;
import io.delta.kernel.types.BinaryType;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.ByteType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.DecimalType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.FloatType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.MapType;
import io.delta.kernel.types.ShortType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampNTZType;
import io.delta.kernel.types.TimestampType;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.StringJoiner;
import java.util.TreeSet;

/** Values of the Kernel as text, so that equal values have equal texts and different ones have not. Stateless. */
final class RowText {

    private RowText() {}

    static String of(Row row) {
        StructType type = row.getSchema();
        StringJoiner fields = new StringJoiner(" | ");
        for (int i = 0; i < type.length(); i++) {
            fields.add(row.isNullAt(i) ? "NULL" : field(row, i, type.at(i).getDataType()));
        }
        return fields.toString();
    }

    private static String field(Row row, int i, DataType type) {
        if (type instanceof StringType) {
            return quoted(row.getString(i));
        } else if (type instanceof BooleanType) {
            return String.valueOf(row.getBoolean(i));
        } else if (type instanceof ByteType) {
            return String.valueOf(row.getByte(i));
        } else if (type instanceof ShortType) {
            return String.valueOf(row.getShort(i));
        } else if (type instanceof IntegerType || type instanceof DateType) {
            return String.valueOf(row.getInt(i));
        } else if (type instanceof LongType || type instanceof TimestampType || type instanceof TimestampNTZType) {
            return String.valueOf(row.getLong(i));
        } else if (type instanceof FloatType) {
            return String.valueOf(row.getFloat(i));
        } else if (type instanceof DoubleType) {
            return String.valueOf(row.getDouble(i));
        } else if (type instanceof DecimalType) {
            return number(row.getDecimal(i));
        } else if (type instanceof BinaryType) {
            return Base64.getEncoder().encodeToString(row.getBinary(i));
        } else if (type instanceof StructType) {
            return "{" + of(row.getStruct(i)) + "}";
        } else if (type instanceof ArrayType) {
            return array(row.getArray(i));
        } else if (type instanceof MapType) {
            return map(row.getMap(i));
        }
        throw new IllegalArgumentException("a type without text: " + type);
    }

    private static String element(ColumnVector values, int i) {
        if (values.isNullAt(i)) {
            return "NULL";
        }
        DataType type = values.getDataType();
        if (type instanceof StringType) {
            return quoted(values.getString(i));
        } else if (type instanceof BooleanType) {
            return String.valueOf(values.getBoolean(i));
        } else if (type instanceof IntegerType || type instanceof DateType) {
            return String.valueOf(values.getInt(i));
        } else if (type instanceof LongType || type instanceof TimestampType || type instanceof TimestampNTZType) {
            return String.valueOf(values.getLong(i));
        } else if (type instanceof DoubleType) {
            return String.valueOf(values.getDouble(i));
        } else if (type instanceof DecimalType) {
            return number(values.getDecimal(i));
        }
        throw new IllegalArgumentException("a type without text in an array or map: " + type);
    }

    private static String array(ArrayValue array) {
        StringJoiner elements = new StringJoiner(", ", "[", "]");
        for (int i = 0; i < array.getSize(); i++) {
            elements.add(element(array.getElements(), i));
        }
        return elements.toString();
    }

    private static String map(MapValue map) {
        TreeSet<String> entries = new TreeSet<>();
        for (int i = 0; i < map.getSize(); i++) {
            entries.add(element(map.getKeys(), i) + "=" + element(map.getValues(), i));
        }
        return entries.toString();
    }

    private static String number(BigDecimal value) {
        return value.toPlainString();
    }

    /** So that no text looks like two, or like none. */
    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
