package dev.tidewheel.engine.source.file;

import dev.tidewheel.engine.source.option.FileSourceOptions;
import dev.tidewheel.engine.source.schema.FileSchema;
import dev.tidewheel.engine.source.schema.SchemaStore;
import dev.tidewheel.engine.testing.TestSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;

/** A folder of files and what tests do with it. */
final class SourceFixture {
    private final Path folder;

    SourceFixture(Path folder) {
        this.folder = folder;
    }

    static SparkSession session() {
        return (SparkSession) TestSession.get();
    }

    static Configuration configuration() {
        return session().sessionState().newHadoopConf();
    }

    Path folder() {
        return folder;
    }

    Path write(String name, String... lines) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, String.join("\n", lines) + "\n");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Writes a file as if it had been written at this time. */
    Path writeAt(long millis, String name, String... lines) {
        Path file = write(name, lines);
        try {
            return Files.setLastModifiedTime(file, FileTime.fromMillis(millis));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static Map<String, String> options(String... namesAndValues) {
        Map<String, String> options = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            options.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return options;
    }

    FileSource source(String... options) {
        return FileSource.batchOf(session(), folder.toString(), FileSourceOptions.forReadFiles(options(options)));
    }

    FileSchema schema(String... options) {
        return source(options).resolveSchema(SchemaStore.none());
    }

    /** All rows as a batch. */
    Dataset<Row> read(String... options) {
        FileSource source = source(options);
        return dataset(source.batch(source.resolveSchema(SchemaStore.none())));
    }

    static Dataset<Row> dataset(LogicalPlan plan) {
        return org.apache.spark.sql.classic.Dataset.ofRows(session(), plan);
    }

    static List<String> rows(Dataset<Row> data) {
        return TestSession.rows(data);
    }
}
