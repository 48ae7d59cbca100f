package dev.tidewheel.engine.source.header;

import dev.tidewheel.engine.source.format.FieldPath;
import dev.tidewheel.engine.source.format.FileScan;
import dev.tidewheel.engine.source.format.NewColumns;
import dev.tidewheel.engine.source.format.NewColumnsException;
import dev.tidewheel.engine.source.listing.ListedFile;
import dev.tidewheel.engine.source.schema.FileSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.Dataset$;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A scan of files that carry their schema in themselves. Files that are as the schema wants them, nearly always all, are
 * read by Spark as they are. The others are read with the columns that they have, file by file of one kind together, and
 * what does not fit goes to the column of rescued data. Immutable.
 */
public final class FittedFiles {
    private static final String METADATA = "_metadata";

    private final SparkSession session;
    private final FileSchema schema;
    private final boolean caseSensitive;

    public FittedFiles(SparkSession session, FileSchema schema) {
        this.session = session;
        this.schema = schema;
        this.caseSensitive = !"false".equalsIgnoreCase(schema.options().get("readerCaseSensitive"));
    }

    /** True if files of this schema have to be looked at before they are read. */
    public static boolean concern(FileSchema schema) {
        return (schema.rescued() != null || schema.evolution() != null)
                && FileHeaders.exist(schema.format(), schema.options());
    }

    /**
     * All rows of the files, with {@code _metadata}.
     *
     * @param partitionValues values of the partition columns for a file
     * @throws NewColumnsException without being declared, if the schema is to have all columns and a file has more
     */
    public LogicalPlan scan(List<ListedFile> files, Function<ListedFile, InternalRow> partitionValues) {
        FileHeaders.Found found = new FileHeaders(session, schema.format(), schema.options()).read(files);
        List<ListedFile> plain = new ArrayList<>();
        Map<StructType, List<ListedFile>> others = new LinkedHashMap<>();
        for (ListedFile file : files) {
            @Nullable StructType own = found.schemas().get(file);
            // Spark says best what is wrong with a file that cannot be read
            if (own == null || fits(own)) {
                plain.add(file);
            } else {
                reportNewColumns(own, file);
                others.computeIfAbsent(own, key -> new ArrayList<>()).add(file);
            }
        }
        if (others.isEmpty()) {
            return schema.scan().relation(session, plain, partitionValues);
        }
        List<Dataset<Row>> parts = new ArrayList<>();
        if (!plain.isEmpty()) {
            parts.add(selected(schema.scan().relation(session, plain, partitionValues)));
        }
        others.forEach((own, some) -> parts.add(fitted(own, some, partitionValues)));
        Dataset<Row> all = parts.stream().reduce(Dataset::union).orElseThrow();
        return ((org.apache.spark.sql.classic.Dataset<Row>) all).logicalPlan();
    }

    private void reportNewColumns(StructType own, ListedFile file) {
        FileSchema.@Nullable Evolution evolution = schema.evolution();
        if (evolution == null) {
            return;
        }
        List<FieldPath> columns = new ArrayList<>();
        Arrays.stream(own.fieldNames())
                .map(FieldPath::ofColumn)
                .filter(path -> path.in(schema.rows()).isEmpty())
                .forEach(columns::add);
        for (StructField field : own.fields()) {
            TypeFit.exact(schema.data(), field.name())
                    .ifPresent(wanted -> newFields(
                            FieldPath.ofColumn(field.name()), field.dataType(), evolution.fixedFields(), columns));
        }
        Map<String, String> wider = new TreeMap<>();
        for (StructField field : own.fields()) {
            TypeFit.exact(schema.data(), field.name())
                    .filter(wanted ->
                            evolution.mayWiden(wanted.name()) && TypeFit.widens(wanted.dataType(), field.dataType()))
                    .ifPresent(
                            wanted -> wider.put(wanted.name(), field.dataType().sql()));
        }
        if (!columns.isEmpty() || !wider.isEmpty()) {
            List<FieldPath> all = Stream.concat(
                            columns.stream(), wider.keySet().stream().map(FieldPath::ofColumn))
                    .toList();
            throw new NewColumnsException(evolution.source(), file.path(), all, wider, "").raise();
        }
    }

    /** Adds the fields of structs in a column that are new. */
    private void newFields(FieldPath path, DataType own, Set<FieldPath> fixed, List<FieldPath> found) {
        if (own instanceof StructType struct) {
            for (StructField field : struct.fields()) {
                FieldPath inside = path.child(field.name());
                if (NewColumns.isNewField(inside, schema.data(), fixed)) {
                    found.add(inside);
                } else {
                    newFields(inside, field.dataType(), fixed, found);
                }
            }
        } else if (own instanceof ArrayType array) {
            newFields(path.child(FieldPath.ELEMENT), array.elementType(), fixed, found);
        } else if (own instanceof MapType map) {
            newFields(path.child(FieldPath.VALUE), map.valueType(), fixed, found);
        }
    }

    /** True if Spark makes of such a file what is wanted, and nothing of it gets lost. */
    private boolean fits(StructType own) {
        return Arrays.stream(own.fields())
                .allMatch(field -> isOverridden(field.name())
                        || TypeFit.exact(schema.data(), field.name())
                                .filter(wanted -> TypeFit.same(field.dataType(), wanted.dataType()))
                                .isPresent());
    }

    /** The path says what a partition column holds; and there is no second column of rescued data. */
    private boolean isOverridden(String name) {
        return TypeFit.ignoringCase(schema.partitions(), name).isPresent()
                || (name.equalsIgnoreCase(schema.rescued())
                        && TypeFit.exact(schema.data(), name).isEmpty());
    }

    private Dataset<Row> selected(LogicalPlan relation) {
        return Dataset$.MODULE$
                .ofRows(session, relation)
                .select(Stream.concat(Arrays.stream(schema.rows().fieldNames()), Stream.of(METADATA))
                        .map(FittedFiles::column)
                        .toArray(Column[]::new));
    }

    private Dataset<Row> fitted(
            StructType own, List<ListedFile> files, Function<ListedFile, InternalRow> partitionValues) {
        StructType read = new StructType(Arrays.stream(own.fields())
                .filter(field -> !isOverridden(field.name()))
                .toArray(StructField[]::new));
        List<String> names = new ArrayList<>(List.of(read.fieldNames()));
        names.addAll(List.of(schema.partitions().fieldNames()));
        FileScan scan = new FileScan(schema.format(), schema.options(), read, schema.partitions(), names);
        Fitting fitting = new Fitting(caseSensitive);
        Fitting.Columns columns = fitting.columns(FittedFiles::column, read, schema.data());
        List<Column> output = new ArrayList<>();
        for (StructField field : schema.rows().fields()) {
            String name = field.name();
            Optional<Column> value = columns.value(name);
            if (value.isPresent()) {
                output.add(value.get().as(name));
            } else if (name.equals(schema.rescued())) {
                output.add(
                        columns.rescued(functions.col(METADATA + ".file_path")).as(name));
            } else {
                output.add(column(name));
            }
        }
        output.add(functions.col(METADATA));
        return Dataset$.MODULE$
                .ofRows(session, scan.relation(session, files, partitionValues))
                .select(output.toArray(Column[]::new));
    }

    private static Column column(String name) {
        return functions.col("`" + name.replace("`", "``") + "`");
    }
}
