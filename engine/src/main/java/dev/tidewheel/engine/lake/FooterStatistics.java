package dev.tidewheel.engine.lake;

import io.delta.kernel.defaults.engine.hadoopio.HadoopFileIO;
import io.delta.kernel.defaults.internal.parquet.ParquetStatsReader;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.internal.types.DataTypeJsonSerDe;
import io.delta.kernel.internal.util.SchemaUtils;
import io.delta.kernel.statistics.DataFileStatistics;
import io.delta.kernel.types.BinaryType;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import java.io.IOException;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns the footer of a Parquet file into the statistics of Delta's log: counts, smallest and largest values. */
final class FooterStatistics implements Serializable {
    private static final long serialVersionUID = 1L;

    /** As delta-spark does, so that a long text does not blow up the log. */
    private static final int LONGEST_TEXT = 32;

    private final String schemaJson;
    private final int indexedColumns;
    private final Set<String> partitionColumns;
    private transient @Nullable StructType schema;
    private transient @Nullable List<Column> columns;

    FooterStatistics(String dataSchemaJson, Set<String> partitionColumns, int indexedColumns) {
        this.schemaJson = dataSchemaJson;
        this.partitionColumns = Set.copyOf(partitionColumns);
        this.indexedColumns = indexedColumns;
    }

    record Result(long rows, String json) {}

    Result read(HadoopFileIO files, String path, long size) throws IOException {
        StructType dataSchema = schema();
        DataFileStatistics raw =
                ParquetStatsReader.readDataFileStatistics(files.newInputFile(path, size), dataSchema, columns());
        Map<Column, Literal> smallest = new HashMap<>();
        raw.getMinValues().forEach((column, value) -> bound(value, false).ifPresent(v -> smallest.put(column, v)));
        Map<Column, Literal> largest = new HashMap<>();
        raw.getMaxValues().forEach((column, value) -> bound(value, true).ifPresent(v -> largest.put(column, v)));
        Map<Column, Long> nulls = new HashMap<>();
        raw.getNullCount().forEach((column, count) -> {
            if (count != null) {
                nulls.put(column, count);
            }
        });
        DataFileStatistics statistics =
                new DataFileStatistics(raw.getNumRecords(), smallest, largest, nulls, Optional.empty());
        return new Result(raw.getNumRecords(), statistics.serializeAsJson(dataSchema));
    }

    /** Kinds of values that no reader skips by are left out, texts are cut so that they still bound. */
    private static Optional<Literal> bound(@Nullable Literal value, boolean upper) {
        if (value == null
                || value.getValue() == null
                || value.getDataType() instanceof BinaryType
                || value.getDataType() instanceof BooleanType) {
            return Optional.empty();
        }
        if (value.getDataType() instanceof StringType) {
            String text = (String) value.getValue();
            return Optional.of(Literal.ofString(upper ? cutAbove(text) : cutBelow(text)));
        }
        return Optional.of(value);
    }

    private static String cutBelow(String text) {
        return text.codePointCount(0, text.length()) <= LONGEST_TEXT
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST_TEXT));
    }

    private static String cutAbove(String text) {
        if (text.codePointCount(0, text.length()) <= LONGEST_TEXT) {
            return text;
        }
        int end = text.offsetByCodePoints(0, LONGEST_TEXT);
        // the last code point of all is above whatever was cut off, unless that begins with the same
        while (end < text.length() && text.codePointAt(end) == Character.MAX_CODE_POINT) {
            end = text.offsetByCodePoints(end, 1);
        }
        return end == text.length()
                ? text
                : text.substring(0, end) + new String(Character.toChars(Character.MAX_CODE_POINT));
    }

    private StructType schema() {
        if (schema == null) {
            schema = DataTypeJsonSerDe.deserializeStructType(schemaJson);
        }
        return schema;
    }

    private List<Column> columns() {
        if (columns == null) {
            columns = SchemaUtils.collectLeafColumns(schema(), partitionColumns, indexedColumns);
        }
        return columns;
    }
}
