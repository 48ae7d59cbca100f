package dev.tidewheel.connector.bus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** A streaming data source with one row, whose first column holds the options that the source was given. */
public abstract class EchoSource implements TableProvider, DataSourceRegister {

    private final String name;
    private final StructType schema;

    EchoSource(String name, String schema) {
        this.name = name;
        this.schema = StructType.fromDDL(schema);
    }

    /** With the name and the columns of awslabs/spark-sql-kinesis-connector. */
    public static final class Kinesis extends EchoSource {
        public Kinesis() {
            super(
                    "aws-kinesis",
                    "data BINARY, streamName STRING, partitionKey STRING, sequenceNumber STRING,"
                            + " approximateArrivalTimestamp TIMESTAMP");
        }
    }

    /** With the name of streamnative/pulsar-spark and some of its columns. */
    public static final class Pulsar extends EchoSource {
        public Pulsar() {
            super("pulsar", "value BINARY, __key BINARY, __topic STRING, __publishTime TIMESTAMP");
        }
    }

    /** Makes a jar that tells Spark of them. */
    static void announceIn(Path jar) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("META-INF/services/" + DataSourceRegister.class.getName()));
            out.write((Kinesis.class.getName() + "\n" + Pulsar.class.getName()).getBytes(StandardCharsets.UTF_8));
        }
    }

    @Override
    public String shortName() {
        return name;
    }

    @Override
    public StructType inferSchema(CaseInsensitiveStringMap options) {
        return schema;
    }

    @Override
    public Table getTable(StructType given, Transform[] partitioning, Map<String, String> properties) {
        return new EchoTable(name, schema);
    }

    private record EchoTable(String name, StructType schema) implements SupportsRead {
        @Override
        public Set<TableCapability> capabilities() {
            return Set.of(TableCapability.MICRO_BATCH_READ);
        }

        @Override
        public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
            String said = new TreeMap<>(options.asCaseSensitiveMap()).toString();
            return () -> new EchoScan(schema, said);
        }
    }

    private record EchoScan(StructType schema, String said) implements Scan {
        @Override
        public StructType readSchema() {
            return schema;
        }

        @Override
        public MicroBatchStream toMicroBatchStream(String checkpointLocation) {
            return new EchoStream(
                    Arrays.stream(schema.fields())
                            .map(field -> field.dataType())
                            .toList(),
                    said);
        }
    }
}
