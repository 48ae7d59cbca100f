package dev.tidewheel.engine.source.schema;

import dev.tidewheel.engine.source.format.FieldPath;
import dev.tidewheel.engine.source.format.FileScan;
import dev.tidewheel.engine.source.format.ReaderOption;
import dev.tidewheel.engine.source.option.FileFormatKind;
import dev.tidewheel.engine.source.option.SchemaEvolutionMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * What the rows of a file source look like, and all that is needed to read them.
 *
 * @param format the format of all files
 * @param options for the reader, the user's and those that were found out
 * @param data columns from the content of the files
 * @param partitions columns from the paths of the files
 * @param rescued the column of rescued data, null if there is none
 * @param evolution how new columns become known, null if the schema stays as it is
 */
public record FileSchema(
        FileFormatKind format,
        Map<String, String> options,
        StructType data,
        StructType partitions,
        @Nullable String rescued,
        @Nullable Evolution evolution) {

    public FileSchema {
        Objects.requireNonNull(format, "format is null");
        options = Map.copyOf(options);
    }

    /**
     * What happens when a stream meets columns that it does not know.
     *
     * @param source path of the source
     * @param mode one of those that do not pass over new columns
     * @param store where versions of the schema are kept
     * @param fixedTypes columns whose type the user has given, in lower case
     * @param fixedFields columns and fields inside of which nothing is added, in lower case
     */
    public record Evolution(
            String source,
            SchemaEvolutionMode mode,
            SchemaStore store,
            Set<String> fixedTypes,
            Set<FieldPath> fixedFields) {
        public Evolution {
            fixedFields = Set.copyOf(fixedFields);
            fixedTypes = Set.copyOf(fixedTypes);
        }

        /** True if a column may get a type that holds more values. */
        public boolean mayWiden(String column) {
            return mode == SchemaEvolutionMode.ADD_NEW_COLUMNS_WITH_TYPE_WIDENING
                    && !fixedTypes.contains(column.toLowerCase(Locale.ROOT));
        }
    }

    /** The columns in the order in which they are shown: data, partitions, rescued data. */
    public StructType rows() {
        List<StructField> fields = new ArrayList<>(List.of(data.fields()));
        fields.addAll(List.of(partitions.fields()));
        rescuedField().ifPresent(fields::add);
        return new StructType(fields.toArray(StructField[]::new));
    }

    /** How Spark reads it. */
    public FileScan scan() {
        List<StructField> content = new ArrayList<>(List.of(data.fields()));
        rescuedField().ifPresent(content::add);
        Map<String, String> all = new TreeMap<>(options);
        if (rescued != null) {
            all.put(ReaderOption.RESCUED_DATA_COLUMN, rescued);
        }
        if (evolution != null) {
            all.put(ReaderOption.NEW_COLUMNS_OF, evolution.source());
            all.put(
                    ReaderOption.FIXED_FIELDS,
                    evolution.fixedFields().stream()
                            .map(FieldPath::toString)
                            .sorted()
                            .collect(Collectors.joining("\n")));
            if (evolution.mode() == SchemaEvolutionMode.ADD_NEW_COLUMNS_WITH_TYPE_WIDENING) {
                all.put(ReaderOption.FIXED_TYPES, String.join("\n", evolution.fixedTypes()));
            }
        }
        return new FileScan(
                format,
                all,
                new StructType(content.toArray(StructField[]::new)),
                partitions,
                List.of(rows().fieldNames()));
    }

    /** Empty also if the data have a column of that name of their own. */
    private Optional<StructField> rescuedField() {
        if (rescued == null || Arrays.asList(data.fieldNames()).contains(rescued)) {
            return Optional.empty();
        }
        return Optional.of(DataTypes.createStructField(rescued, DataTypes.StringType, true));
    }
}
