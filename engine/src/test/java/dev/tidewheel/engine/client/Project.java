package dev.tidewheel.engine.client;

import dev.tidewheel.engine.PipelineEngine;
import dev.tidewheel.engine.event.EventFilter;
import dev.tidewheel.engine.event.EventLog;
import dev.tidewheel.engine.event.EventLogLocation;
import dev.tidewheel.engine.lake.LocalStorage;
import dev.tidewheel.engine.testing.TestSession;
import dev.tidewheel.model.event.PipelineEvent;
import dev.tidewheel.model.settings.PipelineFile;
import dev.tidewheel.model.settings.PipelineSettings;
import io.delta.kernel.defaults.engine.DefaultEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;

/** A project of Spark's declarative pipelines in a folder, and what our own commands find there. Immutable. */
record Project(Path folder) {

    /** A project with an empty {@code transformations} folder. */
    static Project in(Path folder, String... lines) throws IOException {
        Files.createDirectories(folder.resolve("transformations"));
        Project project = new Project(folder);
        project.file(
                "spark-pipeline.yml",
                """
                name: %s
                storage: %s
                libraries:
                  - glob:
                      include: transformations/**
                """.formatted(folder.getFileName(), folder.resolve("lake").toUri()) + String.join("\n", lines) + "\n");
        return project;
    }

    Project file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    PipelineSettings settings() {
        return PipelineFile.load(folder, Map.of());
    }

    PipelineEngine engine() {
        return PipelineEngine.on(TestSession.get().newSession(), settings());
    }

    /** Rows of a query over the stored tables, columns divided by bars, sorted. */
    List<String> rows(String query) {
        try (PipelineEngine engine = engine()) {
            return engine.query(query).collectAsList().stream()
                    .map(Project::line)
                    .sorted()
                    .toList();
        }
    }

    private static String line(Row row) {
        return IntStream.range(0, row.length())
                .mapToObj(i -> String.valueOf(row.get(i)))
                .collect(Collectors.joining("|"));
    }

    /** The event log. */
    List<PipelineEvent> events() {
        return new EventLog(
                        EventLogLocation.of(settings().storage()),
                        DefaultEngine.create(LocalStorage.hadoopConfiguration()))
                .read(EventFilter.ALL);
    }
}
