package dev.tidewheel.engine.lake;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.BasePredicate;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Cast$;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Predicate;
import org.apache.spark.sql.execution.datasources.FileIndex;
import org.apache.spark.sql.execution.datasources.PartitionDirectory;
import org.apache.spark.sql.execution.datasources.PartitionDirectory$;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractPartialFunction;

/** A fixed set of a table's files for Spark's file scan, pruned by partition; listed when first needed. Thread-safe. */
final class LogFileIndex implements FileIndex {
    private final String table;
    private final long version;
    private final StructType partitions;
    private final String zone;
    private final Supplier<List<DataFile>> source;
    private volatile @Nullable List<DataFile> listed;

    LogFileIndex(String table, long version, StructType partitions, String zone, Supplier<List<DataFile>> source) {
        this.table = table;
        this.version = version;
        this.partitions = partitions;
        this.zone = zone;
        this.source = source;
    }

    @Override
    public Seq<Path> rootPaths() {
        return CollectionConverters.asScala(List.of(new Path(table))).toSeq();
    }

    @Override
    public Seq<PartitionDirectory> listFiles(Seq<Expression> partitionFilters, Seq<Expression> dataFilters) {
        List<BasePredicate> predicates = new ArrayList<>();
        CollectionConverters.asJava(partitionFilters).forEach(filter -> predicates.add(bind(filter)));
        Map<Map<String, @Nullable String>, List<FileStatus>> groups = new LinkedHashMap<>();
        for (DataFile file : files()) {
            groups.computeIfAbsent(file.partitionValues(), key -> new ArrayList<>())
                    .add(status(file));
        }
        List<PartitionDirectory> found = new ArrayList<>();
        groups.forEach((texts, files) -> {
            InternalRow values = values(texts);
            if (predicates.stream().allMatch(predicate -> predicate.eval(values))) {
                found.add(PartitionDirectory$.MODULE$.apply(values, files.toArray(FileStatus[]::new)));
            }
        });
        return CollectionConverters.asScala(found).toSeq();
    }

    private BasePredicate bind(Expression filter) {
        Expression bound = filter.transform(new AbstractPartialFunction<Expression, Expression>() {
            @Override
            public boolean isDefinedAt(Expression expression) {
                return expression instanceof AttributeReference;
            }

            @Override
            public Expression apply(Expression expression) {
                int index = index(((AttributeReference) expression).name());
                return new BoundReference(index, partitions.fields()[index].dataType(), true);
            }
        });
        return Predicate.createInterpreted(bound);
    }

    private int index(String column) {
        for (int i = 0; i < partitions.length(); i++) {
            if (partitions.fields()[i].name().toLowerCase(Locale.ROOT).equals(column.toLowerCase(Locale.ROOT))) {
                return i;
            }
        }
        throw new IllegalArgumentException(column + " is no partition column of " + table);
    }

    private InternalRow values(Map<String, @Nullable String> texts) {
        Object[] values = new Object[partitions.length()];
        for (int i = 0; i < values.length; i++) {
            StructField field = partitions.fields()[i];
            String text = texts.get(field.name());
            if (text != null) {
                Literal literal = new Literal(UTF8String.fromString(text), DataTypes.StringType);
                values[i] = field.dataType().equals(DataTypes.StringType)
                        ? literal.value()
                        : Cast$.MODULE$
                                .apply(literal, field.dataType(), Option.apply(zone), false)
                                .eval(InternalRow.empty());
            }
        }
        return new GenericInternalRow(values);
    }

    private FileStatus status(DataFile file) {
        return new FileStatus(file.bytes(), false, 1, 128L << 20, file.modified(), absolute(table, file.path()));
    }

    static Path absolute(String table, String encoded) {
        Path path = new Path(URI.create(encoded));
        return path.isAbsolute() ? path : new Path(table, path);
    }

    private List<DataFile> files() {
        List<DataFile> files = listed;
        if (files == null) {
            files = source.get();
            listed = files;
        }
        return files;
    }

    @Override
    public String[] inputFiles() {
        return files().stream()
                .map(file -> absolute(table, file.path()).toUri().toString())
                .toArray(String[]::new);
    }

    @Override
    public void refresh() {
        // a version of a table never changes
    }

    @Override
    public long sizeInBytes() {
        return files().stream().mapToLong(DataFile::bytes).sum();
    }

    @Override
    public StructType partitionSchema() {
        return partitions;
    }

    @Override
    public String toString() {
        return table + "@" + version;
    }
}
