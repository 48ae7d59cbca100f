package dev.tidewheel.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.PipelineEngine;
import dev.tidewheel.engine.TableStatus;
import dev.tidewheel.engine.UpdateRequest;
import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.run.UpdateResult;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.event.PipelineEvent;
import dev.tidewheel.model.event.UpdateState;
import dev.tidewheel.model.settings.PipelineFile;
import dev.tidewheel.model.settings.PipelineSettings;
import dev.tidewheel.model.settings.PipelineSettingsBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline in a folder of its own, with a session of its own on the shared Spark: write sources and data, run updates,
 * look at tables and events. Paths are relative to the folder. Used by one thread.
 */
public final class PipelineFixture implements AutoCloseable {
    private static final String SOURCES = "transformations/";

    private final Path folder;
    private final SparkSession session = TestSession.get().newSession();
    private final List<String> notices = Collections.synchronizedList(new ArrayList<>());
    private volatile Consumer<String> noticeListener = notice -> {};
    private PipelineSettings settings;
    private @Nullable PipelineEngine engine;

    private PipelineFixture(PipelineSettings settings) {
        this.folder = settings.folder();
        this.settings = settings;
    }

    public static PipelineFixture in(Path folder) {
        return new PipelineFixture(PipelineSettings.builder("test", folder).build());
    }

    /** The pipeline of a pipeline file; what it says about Spark holds for the session. */
    public static PipelineFixture of(Path file) {
        PipelineFixture fixture = new PipelineFixture(PipelineFile.load(file, Map.of()));
        fixture.settings.configuration().forEach((key, value) -> {
            if (key.startsWith("spark.")) {
                fixture.session.conf().set(key, value);
            }
        });
        return fixture;
    }

    /** The pipeline with other settings; an engine that is open is given up. */
    public PipelineFixture with(UnaryOperator<PipelineSettingsBuilder> change) {
        close();
        settings = change.apply(PipelineSettings.builder("test", folder)).build();
        return this;
    }

    /** The pipeline's one source file. */
    public PipelineFixture sql(String text) {
        return sql("pipeline.sql", text);
    }

    public PipelineFixture sql(String file, String text) {
        return file(SOURCES + file, text);
    }

    /** A Python file of the pipeline. */
    public PipelineFixture python(String file, String text) {
        return file(SOURCES + file, text);
    }

    /** Writes a file of lines; whole or not at all, as those who read may be at work. */
    public PipelineFixture file(String path, String... lines) {
        try {
            Path file = folder.resolve(path);
            Files.createDirectories(file.getParent());
            Path part = file.resolveSibling("." + file.getFileName() + ".part");
            Files.writeString(part, String.join("\n", lines) + "\n");
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path path(String path) {
        return folder.resolve(path);
    }

    public PipelineSettings settings() {
        return settings;
    }

    public SparkSession session() {
        return session;
    }

    /** What people were told so far. */
    public List<String> notices() {
        return List.copyOf(notices);
    }

    /** Has {@code listener} told of each of them at once, on the thread of the engine. */
    public PipelineFixture onNotice(Consumer<String> listener) {
        noticeListener = listener;
        return this;
    }

    private void noticed(String notice) {
        notices.add(notice);
        noticeListener.accept(notice);
    }

    /** The engine, kept open between updates as a resident process would. */
    public PipelineEngine engine() {
        if (engine == null) {
            engine = PipelineEngine.on(session, settings, this::noticed);
        }
        return engine;
    }

    /** Forgets everything that is not on disk, as a new process would. */
    public PipelineFixture restart() {
        close();
        return this;
    }

    /** Runs an update, whatever comes of it. */
    public Update run(Selection selection) {
        return run(UpdateRequest.of(selection));
    }

    public Update run(UpdateRequest request) {
        List<PipelineEvent> events = Collections.synchronizedList(new ArrayList<>());
        SparkSession.setActiveSession(session);
        try (JobCount jobs = JobCount.on(session)) {
            UpdateResult result = engine().run(request.watchedBy(events::add));
            return new Update(result, List.copyOf(events), jobs.count());
        }
    }

    /** Runs an update that is expected to complete. */
    public Update update() {
        return completed(run(Selection.ALL));
    }

    public Update refresh(String... tables) {
        return completed(run(new Selection(List.of(tables), List.of(), false)));
    }

    public Update fullRefresh(String... tables) {
        return completed(run(new Selection(List.of(), List.of(tables), false)));
    }

    /** Runs an update that may let these begin anew. */
    public Update accepting(String... names) {
        return completed(run(UpdateRequest.of(Selection.ALL).accepting(List.of(names))));
    }

    public Update fullRefreshAll() {
        return completed(run(new Selection(List.of(), List.of(), true)));
    }

    private static Update completed(Update update) {
        assertThat(update.result().problems()).as("problems").isEmpty();
        assertThat(update.result().state()).isEqualTo(UpdateState.COMPLETED);
        return update;
    }

    /** Runs an update that is expected to fail for one reason only, and gives the reason. */
    public Problem failure(ErrorCode code) {
        Update update = run(Selection.ALL);
        assertThat(update.result().state()).isEqualTo(UpdateState.FAILED);
        assertThat(update.result().problems()).extracting(Problem::code).containsExactly(code);
        return update.result().problems().get(0);
    }

    /** The rows of a query over the pipeline's tables, columns divided by bars, sorted. */
    public List<String> rows(String query) {
        return engine().query(query).collectAsList().stream()
                .map(PipelineFixture::line)
                .sorted()
                .toList();
    }

    /** All rows of a table. */
    public List<String> table(String name) {
        return rows("SELECT * FROM " + name);
    }

    public List<String> columns(String table) {
        return List.of(engine().query("SELECT * FROM " + table).columns());
    }

    private static String line(Row row) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < row.length(); i++) {
            values.add(String.valueOf(row.get(i)));
        }
        return String.join("|", values);
    }

    /** Runs a statement of Spark on the session, as somebody outside the pipeline would. */
    public void outside(String statement) {
        engine().query(statement).collectAsList();
    }

    /** Adds the rows of a query to a Delta table by path. */
    public void appendDelta(String path, String query) {
        engine().query(query)
                .write()
                .format("delta")
                .mode("append")
                .save(path(path).toString());
    }

    public TableStatus status(String table) {
        return engine().tables().stream()
                .filter(status -> status.name().endsWith("." + table))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no table " + table));
    }

    /** Version of a table's Delta log. */
    public long version(String table) {
        Long version = status(table).version();
        if (version == null) {
            throw new AssertionError(table + " is not stored");
        }
        return version;
    }

    /** All files below the folder with their size and time, to find out whether something was written. */
    public Map<String, String> tree() {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                found.put(
                        folder.relativize(file).toString(),
                        Files.isDirectory(file) ? "folder" : Files.size(file) + " " + Files.getLastModifiedTime(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    @Override
    public void close() {
        if (engine != null) {
            engine.close();
            engine = null;
        }
    }
}
