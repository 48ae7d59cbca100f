package dev.tidewheel.engine.spark;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;
import scala.runtime.AbstractPartialFunction;

/**
 * Types as tables know them. Spark Connect names the usual collation of texts, which makes a type that equals the plain
 * one and is written differently. Stateless.
 */
public final class PlainTypes {

    private PlainTypes() {}

    public static DataType of(DataType type) {
        return type.transformRecursively(new AbstractPartialFunction<DataType, DataType>() {
            @Override
            public boolean isDefinedAt(DataType part) {
                return part instanceof StringType && part.equals(DataTypes.StringType);
            }

            @Override
            public DataType apply(DataType part) {
                return DataTypes.StringType;
            }
        });
    }
}
