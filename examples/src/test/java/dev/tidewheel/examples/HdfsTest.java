package dev.tidewheel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.event.EventLogLocation;
import dev.tidewheel.testkit.cluster.HdfsCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of runs on a local folder holds if tables, checkpoints, state, lease and events are in a real HDFS. */
class HdfsTest {
    private static HdfsCluster hdfs;

    @TempDir
    private Path temp;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        System.setProperty(
                EventLogLocation.JOURNAL_PROPERTY, folder.resolve("journal").toString());
        hdfs = HdfsCluster.start(folder);
    }

    @AfterAll
    static void stop() {
        hdfs.close();
        System.clearProperty(EventLogLocation.JOURNAL_PROPERTY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"incremental", "stateful-streaming"})
    void goesAsItsStoryTells(String name) throws IOException {
        Example example = new Example(name);
        Path folder = example.copyTo(temp);
        ExampleRun run = new ExampleRun(folder);
        String storage = hdfs.address() + "/" + name;
        run.take(new Story.Step(List.of(), "set storage=" + storage, List.of()));

        assertThat(example.story().lived(run::take).toString())
                .isEqualTo(example.story().toString());

        assertThat(Files.exists(folder.resolve(".tidewheel")))
                .as("something on the disk")
                .isFalse();
        org.apache.hadoop.fs.Path root = new org.apache.hadoop.fs.Path(storage);
        try (FileSystem files = FileSystem.newInstance(root.toUri(), new Configuration())) {
            assertThat(files.listStatus(root)).isNotEmpty();
        }
    }
}
