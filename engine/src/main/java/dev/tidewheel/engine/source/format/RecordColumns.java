package dev.tidewheel.engine.source.format;

import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * Which columns a scan reads from the content of records and which it adds.
 *
 * @param parsed the columns that are found in records, all of them, asked for or not
 * @param required the columns of the rows to give
 * @param source for each required column its index in {@code parsed}, or {@link #RESCUED} or {@link #CORRUPT}
 */
record RecordColumns(StructType parsed, StructType required, int[] source) implements Serializable {
    private static final int RESCUED = -1;
    private static final int CORRUPT = -2;

    static RecordColumns of(
            StructType dataSchema, StructType requiredSchema, @Nullable String rescued, String corrupt) {
        StructType parsed = new StructType(Arrays.stream(dataSchema.fields())
                .filter(field -> !field.name().equals(rescued) && !field.name().equals(corrupt))
                .toArray(StructField[]::new));
        int[] source = Arrays.stream(requiredSchema.fieldNames())
                .mapToInt(name -> {
                    if (name.equals(rescued)) {
                        return RESCUED;
                    }
                    return name.equals(corrupt) ? CORRUPT : parsed.fieldIndex(name);
                })
                .toArray();
        return new RecordColumns(parsed, requiredSchema, source);
    }

    /** The same rows, of records of which nothing else is looked at. */
    RecordColumns pruned() {
        StructType needed = new StructType(Arrays.stream(parsed.fields())
                .filter(field -> Arrays.asList(required.fieldNames()).contains(field.name()))
                .toArray(StructField[]::new));
        int[] places = Arrays.stream(source)
                .map(index -> index < 0 ? index : needed.fieldIndex(parsed.fields()[index].name()))
                .toArray();
        return new RecordColumns(needed, required, places);
    }

    boolean asksForRescuedData() {
        return Arrays.stream(source).anyMatch(index -> index == RESCUED);
    }

    boolean asksForCorruptRecord() {
        return Arrays.stream(source).anyMatch(index -> index == CORRUPT);
    }

    DataType[] parsedTypes() {
        return Arrays.stream(parsed.fields()).map(StructField::dataType).toArray(DataType[]::new);
    }

    /** The row to give for a record. */
    InternalRow row(
            @Nullable InternalRow record,
            DataType[] types,
            @Nullable UTF8String rescued,
            @Nullable UTF8String corrupt) {
        @Nullable Object[] values = new Object[source.length];
        for (int i = 0; i < values.length; i++) {
            int index = source[i];
            if (index >= 0) {
                values[i] = record == null ? null : record.get(index, types[index]);
            } else {
                values[i] = index == RESCUED ? rescued : corrupt;
            }
        }
        return new GenericInternalRow(values);
    }
}
