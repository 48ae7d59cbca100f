package dev.tidewheel.engine.event;

import io.delta.kernel.data.ArrayValue;
import io.delta.kernel.data.MapValue;
import io.delta.kernel.data.Row;
import io.delta.kernel.types.StructType;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A row whose values are at hand; asked for a value that is null or of another type, it fails. */
record ValueRow(StructType getSchema, @Nullable Object[] values) implements Row {

    @Override
    public boolean isNullAt(int ordinal) {
        return values[ordinal] == null;
    }

    private <T> T value(int ordinal, Class<T> type) {
        Object value = values[ordinal];
        if (!type.isInstance(value)) {
            throw new IllegalStateException(getSchema.at(ordinal).getName() + " is " + value);
        }
        return type.cast(value);
    }

    @Override
    public boolean getBoolean(int ordinal) {
        return value(ordinal, Boolean.class);
    }

    @Override
    public byte getByte(int ordinal) {
        return value(ordinal, Byte.class);
    }

    @Override
    public short getShort(int ordinal) {
        return value(ordinal, Short.class);
    }

    @Override
    public int getInt(int ordinal) {
        return value(ordinal, Integer.class);
    }

    @Override
    public long getLong(int ordinal) {
        return value(ordinal, Long.class);
    }

    @Override
    public float getFloat(int ordinal) {
        return value(ordinal, Float.class);
    }

    @Override
    public double getDouble(int ordinal) {
        return value(ordinal, Double.class);
    }

    @Override
    public String getString(int ordinal) {
        return value(ordinal, String.class);
    }

    @Override
    public BigDecimal getDecimal(int ordinal) {
        return value(ordinal, BigDecimal.class);
    }

    @Override
    public byte[] getBinary(int ordinal) {
        return value(ordinal, byte[].class);
    }

    @Override
    public Row getStruct(int ordinal) {
        return value(ordinal, Row.class);
    }

    @Override
    public ArrayValue getArray(int ordinal) {
        return value(ordinal, ArrayValue.class);
    }

    @Override
    public MapValue getMap(int ordinal) {
        return value(ordinal, MapValue.class);
    }
}
