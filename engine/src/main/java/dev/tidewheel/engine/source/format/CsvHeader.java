package dev.tidewheel.engine.source.format;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.catalyst.csv.CSVOptions;
import org.apache.spark.sql.execution.datasources.csv.CSVUtils;
import org.apache.spark.sql.types.StructType;

/**
 * What stands where in the records of one file.
 *
 * @param names the names of the record's fields in the file
 * @param positions for each column of the schema the position of its field, or -1 if the file does not have it
 */
public record CsvHeader(List<String> names, int[] positions) {

    /** Fields stand in the order of the schema. */
    static CsvHeader ofSchema(StructType schema) {
        int[] positions = new int[schema.length()];
        Arrays.setAll(positions, i -> i);
        return new CsvHeader(List.of(schema.fieldNames()), positions);
    }

    /** Fields stand as the file's header says; names without an equal are matched without regard to case, if allowed. */
    static CsvHeader ofFile(String[] header, StructType schema, boolean caseSensitive, CSVOptions options) {
        List<String> names = safeNames(header, options);
        Map<String, Integer> exact = new HashMap<>();
        Map<String, Integer> relaxed = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            exact.putIfAbsent(names.get(i), i);
            relaxed.putIfAbsent(names.get(i).toLowerCase(Locale.ROOT), i);
        }
        int[] positions = Arrays.stream(schema.fieldNames())
                .mapToInt(name -> exact.getOrDefault(
                        name, caseSensitive ? -1 : relaxed.getOrDefault(name.toLowerCase(Locale.ROOT), -1)))
                .toArray();
        return new CsvHeader(names, positions);
    }

    /** The names of a header with replacements for those that are missing or double. */
    public static List<String> safeNames(String[] header, CSVOptions options) {
        return List.of(CSVUtils.makeSafeHeader(header, true, options));
    }

    /** The name of a field, also beyond the last one that has a name. */
    String name(int position) {
        return position < names.size() ? names.get(position) : "_c" + position;
    }
}
