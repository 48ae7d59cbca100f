package dev.tidewheel.engine.source.schema;

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
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
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
        Set<String> names = names(before.rows());
        if (!names.containsAll(lower(found.columns()))) {
            for (StructField field : newFields(found, files, before, names)) {
                next = next.add(field);
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

    private List<StructField> newFields(
            NewColumnsException found, List<ListedFile> files, FileSchema before, Set<String> known) {
        Map<String, String> options = new TreeMap<>(before.options());
        StructType inferred = new SchemaInference(session, before.format(), options).infer(files, found.record());
        Set<String> taken = new TreeSet<>(known);
        taken.add(corruptColumn(before));
        List<StructField> fields = new ArrayList<>();
        Stream<StructField> named =
                found.columns().stream().map(name -> DataTypes.createStructField(name, DataTypes.StringType, true));
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
        String columns = found.columns().stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
        return Problem.of(
                        ErrorCode.SOURCE_CHANGED,
                        "The file `" + found.file().replaceFirst("^file:(?=/)", "")
                                + "` has columns that the schema does not know: " + columns)
                .because("schemaEvolutionMode `failOnNewColumns` does not allow that")
                .remedy("Add them to `schemaHints` or `schema`, or remove the file");
    }

    private static Set<String> names(StructType schema) {
        return lower(List.of(schema.fieldNames()));
    }

    private static Set<String> lower(List<String> names) {
        return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    }
}
