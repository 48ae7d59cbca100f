package dev.tidewheel.engine.source.format;

import java.util.List;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;

/** The types that a column of text may get when its own is too narrow, as far as Delta tables can follow. Stateless. */
final class WiderTypes {

    private WiderTypes() {}

    /** The narrowest first; none if there is none. */
    static List<DataType> of(DataType type) {
        if (type instanceof ByteType || type instanceof ShortType || type instanceof IntegerType) {
            return List.of(DataTypes.LongType, DataTypes.DoubleType);
        }
        if (type instanceof LongType) {
            return List.of(DataTypes.createDecimalType(20, 0));
        }
        if (type instanceof FloatType) {
            return List.of(DataTypes.DoubleType);
        }
        return type instanceof DateType ? List.of(DataTypes.TimestampNTZType) : List.of();
    }
}
