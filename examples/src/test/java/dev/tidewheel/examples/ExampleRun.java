package dev.tidewheel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.PipelineEngine;
import dev.tidewheel.engine.TableStatus;
import dev.tidewheel.engine.UpdateRequest;
import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.run.UpdateResult;
import dev.tidewheel.engine.session.SessionOptions;
import dev.tidewheel.engine.session.SparkSessions;
import dev.tidewheel.model.settings.PipelineFile;
import dev.tidewheel.model.settings.PipelineSettings;
import dev.tidewheel.model.settings.Preview;
import dev.tidewheel.testkit.stored.DeltaFolder;
import dev.tidewheel.testkit.stored.TableContent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Takes the steps of a story in a copy of an example. Each update has a new engine, as if in a new process. */
final class ExampleRun {
    static final String NOTHING = "nothing to do";

    private final Path folder;
    private final SessionOptions options;
    private final Map<String, String> overrides = new LinkedHashMap<>();

    ExampleRun(Path folder) {
        this(folder, SessionOptions.local("examples").withMaster("local[2]"));
    }

    /** Takes them on another Spark. */
    ExampleRun(Path folder, SessionOptions options) {
        this.folder = folder;
        this.options = options;
    }

    List<String> take(Story.Step step) {
        return switch (step.verb()) {
            case "run" -> run();
            case "query" -> query(step.argument());
            case "copy" -> {
                String[] paths = step.argument().split(" ");
                copy(paths[0], paths[1]);
                yield List.of();
            }
            case "set" -> {
                String[] assignment = step.argument().split("=", 2);
                overrides.put(assignment[0], assignment[1]);
                yield List.of();
            }
            default -> throw new IllegalArgumentException("no such command: " + step.command());
        };
    }

    List<String> run() {
        try (PipelineEngine engine = open()) {
            Map<String, Long> before = versions(engine);
            FlowSummary flows = new FlowSummary(engine.settings().defaultScope());
            UpdateResult result = engine.run(UpdateRequest.of(Selection.ALL).watchedBy(flows));
            List<String> lines = new ArrayList<>();
            lines.add(result.state().toString());
            result.problems().forEach(problem -> lines.add(problem.message()));
            lines.addAll(flows.lines());
            if (flows.lines().isEmpty()) {
                lines.add(NOTHING);
                assertThat(versions(engine))
                        .as("versions after an update without work")
                        .isEqualTo(before);
            }
            return lines;
        }
    }

    List<String> query(String sql) {
        try (PipelineEngine engine = open()) {
            return engine.query(sql).collectAsList().stream().map(this::text).toList();
        }
    }

    /** What a person would be shown at the end; empty if the pipeline file says nothing about it. */
    Optional<List<String>> preview() {
        return settings().preview().map(Preview::sql).map(this::query);
    }

    /** All stored tables, those included that only the pipeline sees, by their folders; what they are owned by is left out. */
    Map<String, TableContent> tables() throws IOException {
        Path storage = settings().storageFolder().orElseThrow();
        Map<String, TableContent> tables = new TreeMap<>();
        for (Path table : DeltaFolder.below(storage)) {
            TableContent content = new DeltaFolder(table, folder.getParent()).read();
            tables.put(
                    storage.relativize(table).toString(),
                    content.withoutProperty("pipelines.pipelineId").withoutProperty("pipelines.pipelineName"));
        }
        return tables;
    }

    private void copy(String from, String to) {
        try {
            Path file = folder.resolve(from);
            Files.copy(file, folder.resolve(to).resolve(file.getFileName()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private PipelineSettings settings() {
        return PipelineFile.load(folder, overrides);
    }

    private PipelineEngine open() {
        PipelineSettings settings = settings();
        // a session of its own: catalogs of the same name lie in other folders
        SparkSession session = SparkSessions.open(options).newSession();
        settings.configuration().forEach((key, value) -> {
            if (key.startsWith("spark.")) {
                session.conf().set(key, value);
            }
        });
        return PipelineEngine.on(session, settings);
    }

    private static Map<String, Long> versions(PipelineEngine engine) {
        Map<String, Long> versions = new TreeMap<>();
        for (TableStatus table : engine.tables()) {
            Long version = table.version();
            if (version != null) {
                versions.put(table.name(), version);
            }
        }
        return versions;
    }

    /** The values of a row; where the example was copied to is left out. */
    private String text(Row row) {
        return IntStream.range(0, row.length())
                .mapToObj(i -> String.valueOf(row.get(i)))
                .collect(Collectors.joining(" | "))
                .replace(folder.toString(), "…");
    }

    @Override
    public String toString() {
        return folder.getFileName().toString();
    }
}
