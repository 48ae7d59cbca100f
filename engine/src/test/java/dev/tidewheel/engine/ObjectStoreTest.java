package dev.tidewheel.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidewheel.engine.event.EventFilter;
import dev.tidewheel.engine.event.EventLog;
import dev.tidewheel.engine.event.EventLogLocation;
import dev.tidewheel.engine.testing.ObjectStoreFileSystem;
import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.engine.testing.RepeatedUpdates;
import dev.tidewheel.engine.testing.SparkChildProcess;
import dev.tidewheel.engine.testing.Update;
import io.delta.kernel.defaults.engine.DefaultEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pipeline whose storage renames nothing and lists late: tables, checkpoints, state, events and lease are all in it. */
class ObjectStoreTest {
    private static final String RULES = """
            CREATE STREAMING TABLE events (CONSTRAINT known EXPECT (id < 100) ON VIOLATION DROP ROW)
            AS SELECT id, CAST(at AS TIMESTAMP) AS at FROM STREAM read_files('data/events', format => 'json');
            CREATE STREAMING TABLE firsts AS SELECT DISTINCT id FROM STREAM events;
            CREATE STREAMING TABLE counts AS
            SELECT date_format(window.start, 'HH:mm') AS start, count(*) AS n
            FROM STREAM(events) WATERMARK at DELAY OF INTERVAL 10 MINUTES GROUP BY window(at, '10 minutes');
            CREATE MATERIALIZED VIEW total AS SELECT count(*) AS n, sum(id) AS s FROM events;
            CREATE VIEW small AS SELECT * FROM events WHERE id < 3;
            CREATE MATERIALIZED VIEW smalls AS SELECT count(*) AS n FROM small;
            """;

    private static final int FILES = 12;

    @TempDir
    private Path folder;

    private PipelineFixture pipeline;

    @BeforeEach
    void open() {
        System.setProperty(
                EventLogLocation.JOURNAL_PROPERTY, folder.resolve("journal").toString());
        pipeline = PipelineFixture.in(folder).with(settings -> settings.storage(storage()));
        pipeline.sql(RULES);
    }

    @AfterEach
    void close() {
        pipeline.close();
        System.clearProperty(EventLogLocation.JOURNAL_PROPERTY);
    }

    private String storage() {
        return ObjectStoreFileSystem.SCHEME + ":" + folder.resolve("store");
    }

    private void events(int file, String... idAndTime) {
        String[] lines = new String[idAndTime.length];
        for (int i = 0; i < lines.length; i++) {
            String[] parts = idAndTime[i].split(" ");
            lines[i] = "{\"id\":" + parts[0] + ",\"at\":\"2024-01-01T" + parts[1] + ":00Z\"}";
        }
        pipeline.file("data/events/" + file + ".json", lines);
    }

    @Test
    void liveThereAsOnADisk() throws IOException {
        events(1, "1 08:01", "2 08:02", "2 08:03", "500 08:04");
        Update first = pipeline.update();
        assertThat(first.expectations("events")).containsEntry("events.known", "3/1");
        assertThat(pipeline.table("events")).hasSize(3);
        assertThat(pipeline.table("firsts")).containsExactly("1", "2");
        assertThat(pipeline.table("counts")).isEmpty();
        assertThat(pipeline.table("total")).containsExactly("3|5");

        // at once, while listings do not show what the first update wrote
        events(2, "2 08:30", "3 08:31");
        pipeline.restart().update();
        assertThat(pipeline.table("firsts")).containsExactly("1", "2", "3");
        assertThat(pipeline.table("counts")).containsExactly("08:00|3");
        assertThat(pipeline.table("total")).containsExactly("5|10");
        assertThat(pipeline.table("smalls")).containsExactly("4");

        Update idle = pipeline.restart().update();
        assertThat(idle.jobs()).isZero();

        pipeline.fullRefresh("firsts", "total");
        events(3, "4 08:50");
        pipeline.restart().update();
        assertThat(pipeline.table("firsts")).containsExactly("1", "2", "3", "4");
        assertThat(pipeline.table("counts")).containsExactly("08:00|3", "08:30|2");
        assertThat(pipeline.table("total")).containsExactly("6|14");
        assertThat(pipeline.rows("SELECT * FROM small")).hasSize(4);
        pipeline.close();

        Configuration hadoop = new Configuration();
        hadoop.set("fs.objects.impl", ObjectStoreFileSystem.class.getName());
        EventLog log = new EventLog(EventLogLocation.of(storage()), DefaultEngine.create(hadoop));
        assertThat(log.read(EventFilter.ALL).stream()
                        .filter(event -> event.message().endsWith("is COMPLETED."))
                        .map(event -> String.valueOf(event.origin().updateId()))
                        .distinct())
                .hasSize(5);
        assertThat(ObjectStoreFileSystem.lateListings()).isPositive();
    }

    private boolean aStatefulBatchHasBegun() throws IOException {
        Path checkpoints = folder.resolve("store/checkpoints");
        if (!Files.isDirectory(checkpoints)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(checkpoints)) {
            return files.anyMatch(file -> file.endsWith("offsets/0"));
        }
    }

    @Test
    void aKilledProcessLeavesNothingToRepair() throws Exception {
        for (int file = 0; file < FILES; file++) {
            events(file, file + " 08:%02d".formatted(file), (50 + file) + " 08:%02d".formatted(file));
        }
        pipeline.sql(RULES.replace("format => 'json'", "format => 'json', maxFilesPerTrigger => 1"));
        Path log = folder.resolve("output");
        Process updates =
                SparkChildProcess.start(log.toFile(), RepeatedUpdates.class, folder.toString(), "1", storage());
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    assertThat(updates.isAlive())
                            .as(Files.exists(log) ? Files.readString(log) : "no output")
                            .isTrue();
                    return aStatefulBatchHasBegun();
                });
        updates.destroyForcibly();
        SparkChildProcess.await(updates);

        pipeline.update();

        assertThat(pipeline.rows("SELECT count(*), count(DISTINCT id) FROM events"))
                .containsExactly(2 * FILES + "|" + 2 * FILES);
        assertThat(pipeline.rows("SELECT count(*), count(DISTINCT id) FROM firsts"))
                .containsExactly(2 * FILES + "|" + 2 * FILES);
        assertThat(pipeline.table("total")).containsExactly(2 * FILES + "|" + FILES * (FILES - 1 + 50));
    }
}
