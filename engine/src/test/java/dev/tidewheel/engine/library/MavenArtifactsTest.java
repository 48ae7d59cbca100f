package dev.tidewheel.engine.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A repository in a folder, with an artifact that is a data source. */
class MavenArtifactsTest {

    private static final String SOURCE = """
            package test.numbers;

            import java.util.List;
            import org.apache.spark.sql.Row;
            import org.apache.spark.sql.SQLContext;
            import org.apache.spark.sql.SparkSession;
            import org.apache.spark.sql.sources.*;
            import org.apache.spark.sql.types.StructType;
            import org.apache.spark.rdd.RDD;
            import scala.collection.immutable.Map;

            public class DefaultSource implements RelationProvider {
                @Override
                public BaseRelation createRelation(SQLContext context, Map<String, String> parameters) {
                    return new Numbers(context, Long.parseLong(parameters.get("to").get()));
                }

                static class Numbers extends BaseRelation implements TableScan {
                    private final SQLContext context;
                    private final long to;

                    Numbers(SQLContext context, long to) {
                        this.context = context;
                        this.to = to;
                    }

                    @Override
                    public SQLContext sqlContext() {
                        return context;
                    }

                    @Override
                    public StructType schema() {
                        return new StructType().add("id", "bigint");
                    }

                    @Override
                    public RDD<Row> buildScan() {
                        return context.sparkSession().range(to).toDF().rdd();
                    }
                }
            }
            """;

    @TempDir
    Path folder;

    private Path repository;

    @BeforeEach
    void publish() throws IOException {
        repository = folder.resolve("repository");
        Path version = Files.createDirectories(repository.resolve("test/numbers/1.0"));
        Path code = Files.createDirectories(folder.resolve("code/test/numbers"));
        Files.writeString(code.resolve("DefaultSource.java"), SOURCE);
        int exit = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        code.resolve("DefaultSource.java").toString());
        assertThat(exit).isZero();
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(version.resolve("numbers-1.0.jar")));
                Stream<Path> classes = Files.list(code)) {
            for (Path type :
                    classes.filter(path -> path.toString().endsWith(".class")).toList()) {
                jar.putNextEntry(new JarEntry("test/numbers/" + type.getFileName()));
                write(type, jar);
                jar.closeEntry();
            }
        }
        Files.writeString(
                version.resolve("numbers-1.0.pom"),
                "<project><modelVersion>4.0.0</modelVersion><groupId>test</groupId><artifactId>numbers</artifactId>"
                        + "<version>1.0</version></project>");
    }

    private static void write(Path file, OutputStream out) throws IOException {
        out.write(Files.readAllBytes(file));
    }

    private PipelineFixture pipeline(String coordinates) throws IOException {
        Path file = Files.createDirectories(folder.resolve("pipeline")).resolve("pipeline.yml");
        Files.writeString(file, """
                name: numbers
                libraries:
                  - transformations/**
                  - maven: {coordinates: "%s", repo: "%s"}
                """.formatted(coordinates, repository.toUri()));
        return PipelineFixture.of(file)
                .sql("CREATE MATERIALIZED VIEW numbers AS SELECT * FROM read_source('test.numbers', to => 3)");
    }

    @Test
    void aDataSourceOfAnArtifactIsFoundByItsName() throws IOException {
        try (PipelineFixture pipeline = pipeline("test:numbers:1.0")) {
            pipeline.update();

            assertThat(pipeline.table("numbers")).isEqualTo(List.of("0", "1", "2"));
        }
    }

    @Test
    void anArtifactThatIsNotAnArtifactIsNamed() throws IOException {
        try (PipelineFixture pipeline = pipeline("numbers")) {
            Problem problem = pipeline.run(Selection.ALL).result().problems().get(0);

            assertThat(problem.code()).isEqualTo(ErrorCode.PIPELINE_FILE_INVALID_VALUE);
            assertThat(problem.location()).isNotNull();
        }
    }
}
