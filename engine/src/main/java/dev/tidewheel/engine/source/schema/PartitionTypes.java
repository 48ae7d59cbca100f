package dev.tidewheel.engine.source.schema;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** Finds the narrowest type that holds all values of a partition column. Stateless. */
final class PartitionTypes {
    private static final String NULL = "__HIVE_DEFAULT_PARTITION__";

    private PartitionTypes() {}

    static DataType of(Set<String> values) {
        if (all(values, PartitionTypes::isInt)) {
            return DataTypes.IntegerType;
        }
        if (all(values, PartitionTypes::isLong)) {
            return DataTypes.LongType;
        }
        if (all(values, value -> value.matches("-?[0-9]+(\\.[0-9]+)?") && value.length() < 16)) {
            return DataTypes.DoubleType;
        }
        return all(values, PartitionTypes::isDate) ? DataTypes.DateType : DataTypes.StringType;
    }

    private static boolean all(Set<String> values, Predicate<String> test) {
        return values.stream().anyMatch(value -> !value.equals(NULL))
                && values.stream().allMatch(value -> value.equals(NULL) || test.test(value));
    }

    private static boolean isInt(String value) {
        try {
            return hasNoLeadingZero(value) && Integer.parseInt(value) == Long.parseLong(value);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static boolean isLong(String value) {
        try {
            Long.parseLong(value);
            return hasNoLeadingZero(value);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** {@code 007} is a name and no number; the month {@code 05} however is a number to everybody. */
    private static boolean hasNoLeadingZero(String value) {
        return value.length() <= 2 || !value.startsWith("0");
    }

    private static boolean isDate(String value) {
        try {
            LocalDate.parse(value);
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
