package dev.tidewheel.connector.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.testing.NeedsPython;
import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.model.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The formats {@code kinesis}, {@code pubsub} and {@code pulsar} in Python. */
@NeedsPython
class BusInPythonTest {

    @TempDir
    Path folder;

    @Test
    void formatsAreTranslatedAndChecked() throws IOException {
        EchoSource.announceIn(folder.resolve("sources.jar"));
        Files.writeString(
                folder.resolve("pipeline.yml"),
                "name: buses\nlibraries:\n  - transformations/**\n  - jar: sources.jar\n");
        try (PipelineFixture pipeline = PipelineFixture.of(folder.resolve("pipeline.yml"))) {
            pipeline.python("buses.py", """
                    from pyspark import pipelines as dp
                    from pyspark.sql.datasource import DataSource, DataSourceStreamReader, InputPartition

                    class Messages(DataSource):
                        @classmethod
                        def name(cls):
                            return "pubsub"
                        def schema(self):
                            return "said string"
                        def streamReader(self, schema):
                            return Reader(self.options)

                    class Reader(DataSourceStreamReader):
                        def __init__(self, options):
                            self.options = options
                        def initialOffset(self):
                            return {"at": 0}
                        def latestOffset(self):
                            return {"at": 1}
                        def partitions(self, start, end):
                            return [InputPartition(0)]
                        def read(self, partition):
                            yield (self.options.get("own", "-"),)

                    spark.dataSource.register(Messages)

                    @dp.table
                    def kinesis():
                        return (spark.readStream.format("kinesis").option("streamName", "orders")
                            .option("region", "eu-west-1").option("initialPosition", "trim_horizon").load()
                            .selectExpr("string(data) AS said", "stream"))

                    @dp.table
                    def pubsub():
                        return spark.readStream.format("pubsub").option("own", "mine").load()
                    """);

            pipeline.update();

            assertThat(pipeline.table("kinesis").get(0))
                    .contains("kinesis.startingPosition=TRIM_HORIZON", "kinesis.streamName=orders")
                    .endsWith("|column 1");
            assertThat(pipeline.table("pubsub")).containsExactly("mine");

            pipeline.python("buses.py", """
                    from pyspark import pipelines as dp

                    @dp.table
                    def kinesis():
                        return spark.readStream.format("kinesis").option("streamNames", "orders").load()
                    """);
            assertThat(pipeline.failure(ErrorCode.SOURCE_OPTION_INVALID).location())
                    .isNotNull();
        }
    }
}
