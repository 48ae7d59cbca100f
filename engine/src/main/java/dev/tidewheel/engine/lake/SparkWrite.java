package dev.tidewheel.engine.lake;

import dev.tidewheel.engine.spark.SparkProblems;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.mapreduce.Job;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.analysis.TableOutputResolver;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.types.DataTypeUtils;
import org.apache.spark.sql.catalyst.util.CharVarcharUtils;
import org.apache.spark.sql.classic.Dataset;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.execution.SQLExecution;
import org.apache.spark.sql.execution.datasources.FileFormatWriter;
import org.apache.spark.sql.execution.datasources.OutputWriterFactory;
import org.apache.spark.sql.execution.datasources.WriteJobStatsTracker;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.collection.immutable.Map$;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** One Spark job that writes the rows of a plan into a table's folder as Parquet. The files count only once committed. */
final class SparkWrite {

    private SparkWrite() {}

    /**
     * What the job left behind.
     *
     * @param observed metrics collected in the plan, by name
     */
    record Outcome(List<WrittenFile> files, Map<String, Row> observed) {
        long rows() {
            return files.stream().mapToLong(WrittenFile::rows).sum();
        }

        long bytes() {
            return files.stream().mapToLong(WrittenFile::bytes).sum();
        }
    }

    /** Brings the columns of {@code data} by name into the order and types of {@code schema}; lacking ones are null. */
    static LogicalPlan align(SparkSession session, String table, LogicalPlan data, StructType schema) {
        LogicalPlan analyzed = Dataset.ofRows(session, data).queryExecution().analyzed();
        StructType expected = CharVarcharUtils.replaceCharVarcharWithStringInSchema(schema);
        Set<String> known = new HashSet<>();
        for (StructField field : expected.fields()) {
            known.add(field.name().toLowerCase(Locale.ROOT));
        }
        List<String> extra = new ArrayList<>();
        for (String column : analyzed.schema().fieldNames()) {
            if (!known.contains(column.toLowerCase(Locale.ROOT))) {
                extra.add(column);
            }
        }
        if (!extra.isEmpty()) {
            throw new PipelineException(Problem.of(
                            ErrorCode.SCHEMA_MISMATCH,
                            "The rows have columns that the table " + table + " does not have: "
                                    + String.join(", ", extra))
                    .remedy("Leave these columns out of the query, or declare them in the table"));
        }
        try {
            return session.withActive(() -> TableOutputResolver.resolveOutputColumns(
                    "`" + table + "`",
                    attributes(expected),
                    analyzed,
                    true,
                    session.sessionState().conf(),
                    TableOutputResolver.DefaultValueFillMode$.MODULE$.RECURSE()));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            if (e instanceof AnalysisException mismatch) {
                throw new PipelineException(
                        Problem.of(ErrorCode.SCHEMA_MISMATCH, "The rows do not fit the columns of the table " + table)
                                .because(SparkProblems.message(mismatch))
                                .remedy("Cast the columns in the query, or change the table's columns"),
                        mismatch);
            }
            throw new IllegalStateException(e);
        }
    }

    private static Seq<Attribute> attributes(StructType schema) {
        List<Attribute> attributes = new ArrayList<>(CollectionConverters.asJava(DataTypeUtils.toAttributes(schema)));
        return CollectionConverters.asScala(attributes).toSeq();
    }

    /** Of how many columns Delta is to keep statistics. */
    static int indexedColumns(Map<String, String> properties) {
        return properties.entrySet().stream()
                .filter(property -> property.getKey().equalsIgnoreCase("delta.dataSkippingNumIndexedCols"))
                .map(property -> Integer.parseInt(property.getValue()))
                .findFirst()
                .orElse(32);
    }

    /** Writes the rows; on failure nothing is left behind. */
    static Outcome write(
            SparkSession session,
            String table,
            LogicalPlan data,
            StructType schema,
            List<String> partitionColumns,
            int indexedColumns) {
        LogicalPlan aligned = align(session, table, data, schema);
        QueryExecution execution =
                session.sessionState().executePlan(aligned, org.apache.spark.sql.execution.CommandExecutionMode.ALL());
        Set<String> partitions = new HashSet<>(partitionColumns);
        StructType dataSchema = new StructType(java.util.Arrays.stream(schema.fields())
                .filter(field -> !partitions.contains(field.name()))
                .toArray(StructField[]::new));
        Set<String> instants = java.util.Arrays.stream(schema.fields())
                .filter(field ->
                        partitions.contains(field.name()) && field.dataType().equals(DataTypes.TimestampType))
                .map(StructField::name)
                .collect(Collectors.toSet());
        TableFiles files = new TableFiles(
                table,
                new FooterStatistics(
                        CharVarcharUtils.replaceCharVarcharWithStringInSchema(dataSchema)
                                .json(),
                        partitions,
                        indexedColumns),
                instants);
        SQLExecution.withNewExecutionId(execution, Option.apply("tidewheel write"), () -> {
            run(session, table, execution, partitionColumns, files);
            return null;
        });
        if (!session.sparkContext().isLocal()) {
            SharedFolder.check(table, files.written());
        }
        return new Outcome(files.written(), ObservedMetrics.of(execution));
    }

    private static void run(
            SparkSession session,
            String table,
            QueryExecution execution,
            List<String> partitionColumns,
            TableFiles files) {
        List<Attribute> output =
                CollectionConverters.asJava(execution.analyzed().output());
        List<Attribute> partitionAttributes = new ArrayList<>();
        for (String column : partitionColumns) {
            output.stream().filter(a -> a.name().equals(column)).findFirst().ifPresent(partitionAttributes::add);
        }
        scala.collection.immutable.Map<String, String> options = Map$.MODULE$
                .<String, String>empty()
                // partition values are written as text: the log wants them in UTC
                .updated("timeZone", "UTC");
        FileFormatWriter.write(
                session,
                execution.executedPlan(),
                new DeltaParquet(),
                files,
                new FileFormatWriter.OutputSpec(
                        table, Map$.MODULE$.empty(), execution.analyzed().output()),
                session.sessionState().newHadoopConf(),
                CollectionConverters.asScala(partitionAttributes).toSeq(),
                Option.empty(),
                CollectionConverters.<WriteJobStatsTracker>asScala(List.<WriteJobStatsTracker>of())
                        .toSeq(),
                options,
                0);
    }

    /** Parquet as Delta wants it, whatever the session's settings. */
    private static final class DeltaParquet extends ParquetFileFormat {
        private static final long serialVersionUID = 1L;

        @Override
        public OutputWriterFactory prepareWrite(
                org.apache.spark.sql.SparkSession session,
                Job job,
                scala.collection.immutable.Map<String, String> options,
                StructType schema) {
            job.getConfiguration().set(SQLConf.PARQUET_OUTPUT_TIMESTAMP_TYPE().key(), "TIMESTAMP_MICROS");
            job.getConfiguration().set(SQLConf.PARQUET_WRITE_LEGACY_FORMAT().key(), "false");
            return super.prepareWrite(session, job, options, schema);
        }
    }
}
