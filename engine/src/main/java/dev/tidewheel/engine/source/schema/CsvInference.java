package dev.tidewheel.engine.source.schema;

import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import dev.tidewheel.engine.source.format.CsvHeader;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.csv.CSVInferSchema;
import org.apache.spark.sql.catalyst.csv.CSVOptions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Finds the columns of CSV files with Spark's rules, in this thread. Files may have different columns; those of the same
 * name are one. Not thread-safe.
 */
final class CsvInference {
    private final CSVOptions options;
    private final CSVInferSchema inference;
    private final int skippedRows;
    private final Map<String, DataType> columns = new LinkedHashMap<>();

    CsvInference(CSVOptions options, int skippedRows) {
        this.options = options;
        this.inference = new CSVInferSchema(options);
        this.skippedRows = skippedRows;
    }

    StructType infer(Sample sample, Map<String, String> readerOptions) {
        sample.forEach(readerOptions, (content, file) -> inferFile(content, sample.bytesPerFile()));
        return new StructType(columns.entrySet().stream()
                .map(column -> DataTypes.createStructField(column.getKey(), orString(column.getValue()), true))
                .toArray(StructField[]::new));
    }

    private void inferFile(InputStream content, long most) {
        CsvParserSettings settings = options.asParserSettings();
        settings.setNumberOfRowsToSkip(skippedRows);
        CsvParser tokenizer = new CsvParser(settings);
        tokenizer.beginParsing(content, options.charset());
        String @Nullable [] first = tokenizer.parseNext();
        if (first == null) {
            return;
        }
        List<String> names = options.headerFlag()
                ? CsvHeader.safeNames(first, options)
                : IntStream.range(0, first.length).mapToObj(i -> "_c" + i).toList();
        DataType[] types = new DataType[names.size()];
        Arrays.fill(types, DataTypes.NullType);
        String @Nullable [] tokens = options.headerFlag() ? tokenizer.parseNext() : first;
        while (tokens != null) {
            types = inference.inferRowType(types, tokens);
            tokens = tokenizer.getContext().currentChar() < most ? tokenizer.parseNext() : null;
        }
        tokenizer.stopParsing();
        for (int i = 0; i < types.length; i++) {
            merge(names.get(i), types[i]);
        }
    }

    private void merge(String name, DataType type) {
        DataType known = columns.getOrDefault(name, DataTypes.NullType);
        columns.put(name, inference.mergeRowTypes(new DataType[] {known}, new DataType[] {type})[0]);
    }

    private static DataType orString(DataType type) {
        return type.equals(DataTypes.NullType) ? DataTypes.StringType : type;
    }
}
