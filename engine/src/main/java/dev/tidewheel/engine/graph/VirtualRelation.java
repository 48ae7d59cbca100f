package dev.tidewheel.engine.graph;

import dev.tidewheel.engine.source.format.FileScan;
import dev.tidewheel.engine.spark.PlanRewrite;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.execution.datasources.FileFormat;
import org.apache.spark.sql.execution.datasources.FileIndex;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.execution.datasources.PartitionDirectory;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.collection.immutable.Seq;

/**
 * Stands in a plan for an input that is not read yet: it has the input's schema and no rows. Being a file relation it
 * offers {@code _metadata}, and an action on it simply finds nothing.
 */
final class VirtualRelation extends HadoopFsRelation {
    private static final long serialVersionUID = 1L;

    private final transient LeafInput input;

    private VirtualRelation(LeafInput input, StructType schema, SparkSession session) {
        super(
                new NoFiles(),
                new StructType(),
                schema,
                Option.empty(),
                format(input),
                scala.collection.immutable.Map$.MODULE$.empty(),
                session);
        this.input = input;
    }

    /** Decides which fields {@code _metadata} has. */
    private static FileFormat format(LeafInput input) {
        return input instanceof LeafInput.Files files
                ? FileScan.plain(files.schema().format())
                : new ParquetFileFormat();
    }

    /** A leaf for {@code input}. */
    static LogicalRelation leaf(LeafInput input, StructType schema, SparkSession session) {
        VirtualRelation relation = new VirtualRelation(input, schema, session);
        Seq<AttributeReference> output = PlanRewrite.toScala(
                PlanRewrite.toJava(org.apache.spark.sql.catalyst.types.DataTypeUtils.toAttributes(schema)));
        return new LogicalRelation(relation, output, Option.empty(), input.streaming(), Option.empty());
    }

    LeafInput input() {
        return input;
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public String toString() {
        return input.key();
    }

    private static final class NoFiles implements FileIndex {
        @Override
        public Seq<Path> rootPaths() {
            return PlanRewrite.toScala(List.of());
        }

        @Override
        public Seq<PartitionDirectory> listFiles(Seq<Expression> partitionFilters, Seq<Expression> dataFilters) {
            return PlanRewrite.toScala(List.of());
        }

        @Override
        public String[] inputFiles() {
            return new String[0];
        }

        @Override
        public void refresh() {}

        @Override
        public long sizeInBytes() {
            return 0;
        }

        @Override
        public StructType partitionSchema() {
            return new StructType();
        }
    }
}
