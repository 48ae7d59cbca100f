package dev.tidewheel.engine.source.schema;

import dev.tidewheel.engine.source.format.FieldPath;
import dev.tidewheel.engine.source.format.NewColumnsException;
import dev.tidewheel.engine.source.header.TypeFit;
import dev.tidewheel.engine.source.listing.ListedFile;
import dev.tidewheel.engine.source.option.SchemaEvolutionMode;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Adds columns that a stream has met to the stored schema of its source. Immutable. */
public final class SchemaEvolution {
    private final SparkSession session;
    private final SchemaResolution resolution;
    private final FileSchema used;

    /** @param used the schema with which the stream read when it met the columns */
    public SchemaEvolution(SparkSession session, SchemaResolution resolution, FileSchema used) {
        this.session = session;
        this.resolution = resolution;
        this.used = used;
    }

    /**
     * Stores a version of the schema that has the new columns at its end.
     *
     * @param files where the columns were met, and files that come after it: what else is new in them is added as well
     * @return columns that the source has now, and had not when the stream began
     * @throws PipelineException SOURCE_CHANGED if the user does not want new columns
     */
    public List<StructField> add(NewColumnsException found, List<ListedFile> files) {
        FileSchema.Evolution evolution = used.evolution();
        if (evolution == null || evolution.mode() == SchemaEvolutionMode.FAIL_ON_NEW_COLUMNS) {
            throw new PipelineException(refused(found));
        }
        SchemaStore store = evolution.store();
        InferredSchema known = store.newest().orElseThrow(() -> new PipelineException(refused(found)));
        FileSchema before = resolution.resolve(known, store);
        StructType data = known.data() == null ? new StructType() : known.data();
        StructType next = widened(data, found.types());
        StructType rows = before.rows();
        if (!found.columns().stream().allMatch(path -> path.in(rows).isPresent())) {
            Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            options.putAll(before.options());
            // what is always null has no type yet
            options.putIfAbsent("dropFieldIfAllNull", "true");
            StructType inferred = new SchemaInference(session, before.format(), options).infer(files, found.record());
            next = grown(next, inferred);
            for (StructField field : newFields(found, inferred, before, names(rows))) {
                next = next.add(field);
            }
            // what the sample shows in another way, or not at all
            for (FieldPath path : found.columns()) {
                next = path.in(next).isPresent() ? next : path.put(next, DataTypes.StringType);
            }
        }
        if (!next.equals(data)) {
            InferredSchema version = new InferredSchema(known.format(), known.options(), next, known.partitions());
            before = resolution.resolve(store.store(version), store);
        }
        return changed(used.rows(), before.rows());
    }

    private static StructType widened(StructType data, Map<String, String> types) {
        return new StructType(Arrays.stream(data.fields())
                .map(field -> {
                    String wanted = types.get(field.name());
                    DataType type = wanted == null ? field.dataType() : DataType.fromDDL(wanted);
                    return TypeFit.widens(field.dataType(), type)
                            ? new StructField(field.name(), type, true, field.metadata())
                            : field;
                })
                .toArray(StructField[]::new));
    }

    /** Columns that are new, or have another type. */
    private static List<StructField> changed(StructType before, StructType now) {
        Map<String, DataType> formerly = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        Arrays.stream(before.fields()).forEach(field -> formerly.put(field.name(), field.dataType()));
        return Arrays.stream(now.fields())
                .filter(field -> !field.dataType().equals(formerly.get(field.name())))
                .toList();
    }

    /** The columns with the fields of structs that were found in addition. */
    private static StructType grown(StructType known, StructType found) {
        return new StructType(Arrays.stream(known.fields())
                .map(field -> FieldPath.ofColumn(field.name())
                        .in(found)
                        .map(type -> new StructField(
                                field.name(), grown(field.dataType(), type), field.nullable(), field.metadata()))
                        .orElse(field))
                .toArray(StructField[]::new));
    }

    private static DataType grown(DataType known, DataType found) {
        if (known instanceof StructType struct && found instanceof StructType other) {
            StructType grown = grown(struct, other);
            for (StructField field : other.fields()) {
                if (FieldPath.ofColumn(field.name()).in(struct).isEmpty()) {
                    grown = grown.add(field);
                }
            }
            return grown;
        }
        if (known instanceof ArrayType array && found instanceof ArrayType other) {
            return new ArrayType(grown(array.elementType(), other.elementType()), array.containsNull());
        }
        if (known instanceof MapType map && found instanceof MapType other) {
            return new MapType(map.keyType(), grown(map.valueType(), other.valueType()), map.valueContainsNull());
        }
        return known;
    }

    private List<StructField> newFields(
            NewColumnsException found, StructType inferred, FileSchema before, Set<String> known) {
        Set<String> taken = new TreeSet<>(known);
        taken.add(corruptColumn(before));
        List<StructField> fields = new ArrayList<>();
        Stream<StructField> named = found.columns().stream()
                .filter(FieldPath::isColumn)
                .map(path -> DataTypes.createStructField(path.column(), DataTypes.StringType, true));
        Stream.concat(Arrays.stream(inferred.fields()), named)
                .filter(field -> taken.add(field.name().toLowerCase(Locale.ROOT)))
                .forEach(fields::add);
        return fields;
    }

    private String corruptColumn(FileSchema schema) {
        return schema.options()
                .getOrDefault(
                        "columnNameOfCorruptRecord",
                        session.sessionState().conf().columnNameOfCorruptRecord())
                .toLowerCase(Locale.ROOT);
    }

    /** What to say to a user who does not want new columns. */
    public static Problem refused(NewColumnsException found) {
        String columns = found.columns().stream()
                .map(path -> "`" + String.join(".", path.segments()) + "`")
                .collect(Collectors.joining(", "));
        return Problem.of(
                        ErrorCode.SOURCE_CHANGED,
                        "The file `" + found.file().replaceFirst("^file:(?=/)", "")
                                + "` has columns that the schema does not know: " + columns)
                .because("schemaEvolutionMode `failOnNewColumns` does not allow that")
                .remedy("Add them to `schemaHints` or `schema`, or remove the file");
    }

    private static Set<String> names(StructType schema) {
        return Arrays.stream(schema.fieldNames())
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }
}
