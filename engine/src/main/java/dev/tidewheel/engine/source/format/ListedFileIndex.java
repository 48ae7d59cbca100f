package dev.tidewheel.engine.source.format;

import dev.tidewheel.engine.source.listing.ListedFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.paths.SparkPath;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.InterpretedPredicate;
import org.apache.spark.sql.catalyst.expressions.Predicate;
import org.apache.spark.sql.execution.datasources.FileIndex;
import org.apache.spark.sql.execution.datasources.FilePruningRunner;
import org.apache.spark.sql.execution.datasources.PartitionDirectory;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractPartialFunction;

/**
 * Tells Spark to read exactly these files, which it neither lists nor checks again. Files are grouped by the values of
 * their partition columns. Immutable.
 */
final class ListedFileIndex implements FileIndex {
    private static final long BLOCK_SIZE = 128L << 20;

    private final StructType partitionSchema;
    private final Map<InternalRow, List<FileStatus>> groups = new LinkedHashMap<>();
    private final List<Path> paths;
    private final long bytes;

    ListedFileIndex(
            List<ListedFile> files, StructType partitionSchema, Function<ListedFile, InternalRow> partitionValues) {
        this.partitionSchema = partitionSchema;
        this.paths = files.stream().map(file -> new Path(file.path())).toList();
        this.bytes = files.stream().mapToLong(ListedFile::size).sum();
        for (ListedFile file : files) {
            // an empty file has no rows in any format, and some readers stumble over it
            if (file.size() > 0) {
                groups.computeIfAbsent(partitionValues.apply(file), values -> new ArrayList<>())
                        .add(new FileStatus(file.size(), false, 1, BLOCK_SIZE, file.modified(), new Path(file.path())));
            }
        }
    }

    @Override
    public Seq<Path> rootPaths() {
        return CollectionConverters.asScala(paths).toSeq();
    }

    @Override
    public Seq<PartitionDirectory> listFiles(Seq<Expression> partitionFilters, Seq<Expression> dataFilters) {
        List<InterpretedPredicate> filters = CollectionConverters.asJava(partitionFilters).stream()
                .map(filter -> filter.transform(new BindPartitionColumns(partitionSchema)))
                .map(Predicate::createInterpreted)
                .toList();
        FilePruningRunner pruning = new FilePruningRunner(dataFilters);
        List<PartitionDirectory> selected = new ArrayList<>();
        groups.forEach((values, files) -> {
            if (filters.stream().allMatch(filter -> filter.eval(values))) {
                selected.add(pruning.prune(PartitionDirectory.apply(values, files.toArray(new FileStatus[0]))));
            }
        });
        return CollectionConverters.asScala(selected).toSeq();
    }

    @Override
    public String[] inputFiles() {
        return paths.stream().map(path -> SparkPath.fromPath(path).urlEncoded()).toArray(String[]::new);
    }

    /** Does nothing: the files are those that were named. */
    @Override
    public void refresh() {}

    @Override
    public long sizeInBytes() {
        return bytes;
    }

    @Override
    public StructType partitionSchema() {
        return partitionSchema;
    }

    @Override
    public String toString() {
        return "ListedFileIndex(" + paths.size() + " files)";
    }

    private static final class BindPartitionColumns extends AbstractPartialFunction<Expression, Expression> {
        private final StructType partitionSchema;

        BindPartitionColumns(StructType partitionSchema) {
            this.partitionSchema = partitionSchema;
        }

        @Override
        public boolean isDefinedAt(Expression expression) {
            return expression instanceof AttributeReference;
        }

        @Override
        public Expression apply(Expression expression) {
            AttributeReference column = (AttributeReference) expression;
            return new BoundReference(partitionSchema.fieldIndex(column.name()), column.dataType(), true);
        }
    }
}
