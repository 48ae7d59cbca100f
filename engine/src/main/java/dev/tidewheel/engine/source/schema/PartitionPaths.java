package dev.tidewheel.engine.source.schema;

import dev.tidewheel.engine.source.listing.FileSnapshot;
import dev.tidewheel.engine.source.listing.ListedFile;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.execution.datasources.PartitioningUtils;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Reads the partition columns {@code name=value} in the paths of files below a root; names without regard to case. Not
 * thread-safe.
 */
public final class PartitionPaths {
    private final String root;
    private final StructType columns;
    private final ZoneId zone;
    private final Map<String, InternalRow> byFolder = new HashMap<>();

    /** @param zone what times without offset mean */
    public PartitionPaths(String root, StructType columns, ZoneId zone) {
        this.root = root;
        this.columns = columns;
        this.zone = zone;
    }

    /** All values of each partition column that occur, in the order in which the columns occur; the first spelling counts. */
    static Map<String, Set<String>> find(FileSnapshot snapshot) {
        Map<String, Set<String>> found = new LinkedHashMap<>();
        Map<String, String> spellings = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        Set<String> folders = new LinkedHashSet<>();
        for (ListedFile file : snapshot.files()) {
            String folder = folder(file);
            if (folders.add(folder)) {
                parts(snapshot.root(), folder)
                        .forEach((name, value) -> found.computeIfAbsent(
                                        spellings.computeIfAbsent(name, first -> first), first -> new LinkedHashSet<>())
                                .add(value));
            }
        }
        return found;
    }

    /** The values of the partition columns of a file; null where the path does not name the column. */
    public InternalRow values(ListedFile file) {
        return byFolder.computeIfAbsent(folder(file), this::read);
    }

    private InternalRow read(String folder) {
        Map<String, String> parts = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        parts.putAll(parts(root, folder));
        List<@Nullable Object> values = new ArrayList<>();
        for (StructField column : columns.fields()) {
            String value = parts.get(column.name());
            values.add(value == null ? null : cast(column, value, folder));
        }
        return new GenericInternalRow(values.toArray());
    }

    private Object cast(StructField column, String value, String folder) {
        DataType type = column.dataType();
        try {
            return PartitioningUtils.castPartValueToDesiredType(type, value, zone);
        } catch (RuntimeException e) {
            throw new PipelineException(
                    Problem.of(
                                    ErrorCode.SOURCE_UNREADABLE,
                                    "`" + value + "` is not a value of the partition column `" + column.name() + "`")
                            .because("The column has the type " + type.sql() + " and the folder is `" + folder + "`")
                            .remedy("Rename the folder, or give the column another type with schemaHints => '"
                                    + column.name() + " STRING'"),
                    e);
        }
    }

    private static Map<String, String> parts(String root, String folder) {
        Map<String, String> parts = new LinkedHashMap<>();
        if (folder.length() <= root.length()) {
            return parts;
        }
        for (String segment : folder.substring(root.length()).split("/")) {
            int equals = segment.indexOf('=');
            if (equals > 0) {
                parts.put(
                        ExternalCatalogUtils.unescapePathName(segment.substring(0, equals)),
                        segment.substring(equals + 1));
            }
        }
        return parts;
    }

    private static String folder(ListedFile file) {
        return file.path().substring(0, file.path().lastIndexOf('/'));
    }
}
