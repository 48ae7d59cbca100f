package dev.tidewheel.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.savepoint.Savepoint;
import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.engine.testing.Update;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables go back to savepoints and on from there, as if nothing had happened in between. */
class SavepointsTest {
    private static final List<String> TABLES = List.of("raw", "clean", "windows", "ids", "total");

    @TempDir
    Path folder;

    private PipelineFixture pipeline;
    private int events;
    private int files;

    @BeforeEach
    void open() {
        pipeline = PipelineFixture.in(folder);
        pipeline.sql("""
            CREATE STREAMING TABLE raw TBLPROPERTIES ('delta.checkpointInterval' = '3') AS SELECT id, CAST(at AS TIMESTAMP) AS at
              FROM STREAM read_files('data', format => 'json', schema => 'id INT, at STRING', maxFilesPerTrigger => 2);
            CREATE STREAMING TABLE clean AS SELECT id, at FROM STREAM raw WHERE id % 5 <> 0;
            CREATE STREAMING TABLE windows AS
              SELECT date_format(window.start, 'dd HH:mm') AS start, count(*) AS n
              FROM STREAM(raw) WATERMARK at DELAY OF INTERVAL 10 MINUTES GROUP BY window(at, '10 minutes');
            CREATE STREAMING TABLE ids AS SELECT DISTINCT id % 7 AS id FROM STREAM clean;
            CREATE MATERIALIZED VIEW total AS SELECT count(*) AS n, sum(id) AS s FROM clean;
            """);
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    /** A file with some events; time goes on by some minutes with each. */
    private void arrive(Random random) {
        String[] lines = new String[1 + random.nextInt(4)];
        for (int i = 0; i < lines.length; i++) {
            int minutes = 7 * events;
            lines[i] = "{\"id\":" + ++events + ",\"at\":\"2024-01-0" + (1 + minutes / 1440) + "T"
                    + String.format("%02d:%02d", minutes / 60 % 24, minutes % 60) + ":00Z\"}";
        }
        pipeline.file(String.format("data/%03d.json", files++), lines);
    }

    private Map<String, List<String>> content() {
        Map<String, List<String>> content = new TreeMap<>();
        TABLES.forEach(table -> content.put(table, pipeline.table(table)));
        return content;
    }

    private void updates(Random random, int count) {
        for (int update = 0; update < count; update++) {
            for (int file = random.nextInt(3); file >= 0; file--) {
                arrive(random);
            }
            if (random.nextInt(3) == 0) {
                pipeline.restart();
            }
            pipeline.update();
        }
    }

    /** All that is in the files, computed at once. */
    private Map<String, List<String>> computedFromScratch() {
        pipeline.fullRefreshAll();
        return content();
    }

    @Test
    void randomUpdatesAndWaysBack() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("SavepointsTest seed " + seed);
        Random random = new Random(seed);
        updates(random, 2);
        Map<String, List<String>> then = content();
        pipeline.engine().savepoints().create("then", List.of());
        int filesThen = files;

        updates(random, 1);
        if (random.nextBoolean()) {
            pipeline.fullRefresh("+windows+", "clean+");
        } else {
            pipeline.fullRefreshAll();
        }
        updates(random, 1);
        Map<String, List<String>> now = content();
        assertThat(pipeline.engine().savepoints().list())
                .extracting(Savepoint::name)
                .hasSize(2)
                .first()
                .isEqualTo("then");

        PipelineSavepoints.Outcome back = pipeline.engine().savepoints().restore("then", List.of());
        assertThat(content()).as("seed " + seed).isEqualTo(then);
        assertThat(back.tables()).hasSize(TABLES.size());
        assertThat(back.readers()).isEmpty();

        pipeline.restart().update();
        assertThat(files).isGreaterThan(filesThen);
        assertThat(content())
                .as("each file that came since is read once; seed " + seed)
                .isEqualTo(now);
        assertThat(pipeline.restart().update().jobs()).isZero();
        updates(random, 1);
        Map<String, List<String>> further = content();

        pipeline.engine().savepoints().restore(back.before(), List.of("*"));
        assertThat(content()).as("the way back is undone; seed " + seed).isEqualTo(now);
        pipeline.engine().savepoints().restore("then", List.of("raw+"));
        assertThat(content()).as("twice; seed " + seed).isEqualTo(then);
        pipeline.update();
        assertThat(content()).as("seed " + seed).isEqualTo(further);
        assertThat(computedFromScratch()).as("seed " + seed).isEqualTo(further);
    }

    @Test
    void aFullRefreshCanBeUndone() {
        pipeline.file("data/1.json", "{\"id\":1,\"at\":\"2024-01-01T10:00:00Z\"}");
        pipeline.file("data/2.json", "{\"id\":2,\"at\":\"2024-01-01T10:30:00Z\"}");
        pipeline.update();
        Map<String, List<String>> before = content();
        assertThat(before.get("windows")).containsExactly("01 10:00|1");
        pipeline.file("data/1.json", "{\"id\":11,\"at\":\"2024-01-01T10:00:00Z\"}");

        pipeline.fullRefreshAll();
        assertThat(pipeline.rows("SELECT id FROM raw")).containsExactly("11", "2");
        Savepoint made = pipeline.engine().savepoints().list().get(0);
        assertThat(made.tables()).hasSize(TABLES.size());
        assertThat(made.reason()).isEqualTo("before a full refresh");

        pipeline.engine().savepoints().restore(made.name(), List.of());
        assertThat(content()).isEqualTo(before);
        pipeline.file("data/3.json", "{\"id\":3,\"at\":\"2024-01-01T11:00:00Z\"}");
        pipeline.update();
        assertThat(pipeline.rows("SELECT id FROM raw")).containsExactly("1", "2", "3");
        assertThat(pipeline.table("windows")).as("with the state of then").containsExactly("01 10:00|1", "01 10:30|1");
        assertThat(pipeline.table("total")).containsExactly("3|6");
    }

    @Test
    void whoReadsARestoredTableIsToldWhatHappens() {
        pipeline.file("data/1.json", "{\"id\":1,\"at\":\"2024-01-01T10:00:00Z\"}");
        pipeline.update();
        pipeline.engine().savepoints().create("first", List.of("raw", "clean"));
        pipeline.file("data/2.json", "{\"id\":2,\"at\":\"2024-01-01T10:01:00Z\"}");
        pipeline.refresh("raw");

        PipelineSavepoints.Outcome back = pipeline.engine().savepoints().restore("first", List.of("raw"));
        assertThat(back.readers()).hasSize(2).allMatch(text -> text.contains("reads a restored table"));
        pipeline.update();
        assertThat(pipeline.rows("SELECT id FROM clean"))
                .as("had not read what was undone")
                .containsExactly("1", "2");

        pipeline.engine().savepoints().restore("first", List.of("raw"));
        Update update = pipeline.run(Selection.ALL);
        assertThat(update.result().problems())
                .extracting(Problem::code)
                .as("clean and windows had read it")
                .containsOnly(ErrorCode.SOURCE_CHANGED);
        pipeline.fullRefresh("clean+", "windows");
        assertThat(pipeline.rows("SELECT id FROM clean")).containsExactly("1", "2");

        assertThatThrownBy(() -> pipeline.engine().savepoints().restore("frist", List.of()))
                .isInstanceOfSatisfying(PipelineException.class, e -> {
                    assertThat(e.problems().get(0).code()).isEqualTo(ErrorCode.SAVEPOINT_NOT_FOUND);
                    assertThat(e.problems().get(0).fix()).contains("did you mean `first`?");
                });
        assertThatThrownBy(() -> pipeline.engine().savepoints().create("first", List.of()))
                .hasMessageContaining("already");
        assertThatThrownBy(() -> pipeline.engine().savepoints().create("../x", List.of()))
                .hasMessageContaining("cannot be the name");
        assertThatThrownBy(() -> pipeline.engine().savepoints().restore("first", List.of("total")))
                .hasMessageContaining("holds none of");
    }

    @Test
    void privateTablesAndThoseWithAPlaceOfTheirOwnGoBackToo() {
        pipeline.sql("""
                CREATE STREAMING TABLE raw AS SELECT id FROM STREAM read_files('data', format => 'json', schema => 'id INT');
                CREATE PRIVATE STREAMING TABLE staged AS SELECT id FROM STREAM raw;
                CREATE STREAMING TABLE placed LOCATION '%s' AS SELECT id FROM STREAM staged;
                CREATE STREAMING TABLE clean AS SELECT id FROM STREAM placed;
                """.formatted(pipeline.path("lake/placed")));
        pipeline.file("data/1.json", "{\"id\":1}");
        pipeline.update();
        Savepoint first = pipeline.engine().savepoints().create("first", List.of());
        assertThat(first.tables())
                .extracting(table -> table.name().name())
                .containsExactlyInAnyOrder("raw", "staged", "placed", "clean");
        pipeline.file("data/2.json", "{\"id\":2}");
        pipeline.update();

        pipeline.restart();
        assertThat(pipeline.engine().savepoints().restore("first", List.of()).tables())
                .hasSize(4);
        assertThat(pipeline.table("clean")).containsExactly("1");
        pipeline.update();
        assertThat(pipeline.table("placed")).containsExactly("1", "2");
        assertThat(pipeline.table("clean")).containsExactly("1", "2");
    }

    @Test
    void aNameThatIsNotThereIsRefused() {
        pipeline.file("data/1.json", "{\"id\":1,\"at\":\"2024-01-01T10:00:00Z\"}");
        pipeline.update();
        PipelineSavepoints savepoints = pipeline.engine().savepoints();
        assertThatThrownBy(() -> savepoints.create("first", List.of("raw", "claen")))
                .isInstanceOfSatisfying(PipelineException.class, e -> {
                    assertThat(e.problems().get(0).code()).isEqualTo(ErrorCode.SELECTION_INVALID);
                    assertThat(e.problems().get(0).message())
                            .contains("`claen`")
                            .doesNotContain("raw");
                    assertThat(e.problems().get(0).fix()).contains("did you mean `clean`?");
                });
        assertThat(savepoints.list()).isEmpty();

        savepoints.create("first", List.of("raw", "clean"));
        long version = pipeline.version("raw");
        assertThatThrownBy(() -> savepoints.restore("first", List.of("raw", "claen")))
                .isInstanceOfSatisfying(PipelineException.class, e -> {
                    assertThat(e.problems().get(0).code()).isEqualTo(ErrorCode.SELECTION_INVALID);
                    assertThat(e.problems().get(0).fix()).contains("did you mean `clean`?");
                });
        assertThat(pipeline.version("raw")).as("nothing went back").isEqualTo(version);
        assertThat(savepoints.restore("first", List.of("+clean+")).tables())
                .as("a pattern means what the savepoint has of it")
                .hasSize(2);
    }

    @Test
    void twoPipelinesOnOneStorageHaveTheirOwn() {
        pipeline.sql("CREATE STREAMING TABLE raw AS SELECT id FROM"
                + " STREAM read_files('data', format => 'json', schema => 'id INT');");
        pipeline.file("data/1.json", "{\"id\":1}");
        pipeline.update();
        pipeline.engine().savepoints().create("first", List.of());
        String own = pipeline.settings().id();

        pipeline.with(settings ->
                settings.id("another").configuration(Map.of("tidewheel.savepoints.retention", "0 seconds")));
        pipeline.sql("CREATE STREAMING TABLE others AS SELECT id FROM"
                + " STREAM read_files('data', format => 'json', schema => 'id INT');");
        pipeline.update();
        PipelineSavepoints others = pipeline.engine().savepoints();
        assertThat(others.list()).isEmpty();
        assertThatThrownBy(() -> others.restore("first", List.of())).hasMessageContaining("no savepoint `first`");
        assertThatThrownBy(() -> others.expire(List.of("first"), Duration.ZERO))
                .hasMessageContaining("no savepoint `first`");
        assertThatThrownBy(() -> others.create("first", List.of()))
                .as("its folder would be the same")
                .hasMessageContaining("already");
        others.create("second", List.of());
        assertThat(others.list()).extracting(Savepoint::name).containsExactly("second");
        others.expire(List.of(), Duration.ZERO);

        pipeline.with(settings -> settings.id(own));
        assertThat(pipeline.engine().savepoints().list())
                .extracting(Savepoint::name)
                .containsExactly("first");
    }

    @Test
    void sinksStayWhereTheyAre() {
        pipeline.sql("""
                CREATE STREAMING TABLE raw AS SELECT id FROM STREAM read_files('data', format => 'json', schema => 'id INT');
                CREATE SINK outside USING delta OPTIONS (path = '%s');
                CREATE FLOW give AS INSERT INTO outside BY NAME SELECT id FROM STREAM raw;
                """.formatted(pipeline.path("out")));
        String given = "SELECT id FROM delta.`" + pipeline.path("out") + "`";
        pipeline.file("data/1.json", "{\"id\":1}");
        pipeline.update();
        pipeline.fullRefresh("outside");
        assertThat(pipeline.rows(given)).containsExactly("1", "1");
        String before = pipeline.engine().savepoints().list().get(0).name();

        pipeline.engine().savepoints().create("first", List.of());
        assertThatThrownBy(() -> pipeline.engine().savepoints().restore(before, List.of()))
                .hasMessageContaining("holds no table");
        pipeline.update();
        assertThat(pipeline.rows(given)).as("nothing takes it back").containsExactly("1", "1");

        pipeline.file("data/2.json", "{\"id\":2}");
        pipeline.update();
        PipelineSavepoints.Outcome back = pipeline.engine().savepoints().restore("first", List.of());
        assertThat(back.readers()).singleElement().asString().contains("`outside` reads", "A sink cannot go back");
        Update update = pipeline.run(Selection.ALL);
        assertThat(pipeline.table("raw")).containsExactly("1", "2");
        assertThat(update.result().problems()).extracting(Problem::code).containsExactly(ErrorCode.SOURCE_CHANGED);
        assertThat(pipeline.rows(given)).containsExactly("1", "1", "2");
        pipeline.fullRefresh("outside");
        assertThat(pipeline.rows(given)).hasSize(5);
    }

    @Test
    void filesThatAreGoneAreNoticedBeforeAnythingChanges() throws IOException {
        pipeline.file("data/1.json", "{\"id\":1,\"at\":\"2024-01-01T10:00:00Z\"}");
        pipeline.update();
        pipeline.engine().savepoints().create("first", List.of());
        pipeline.fullRefreshAll();
        try (Stream<Path> found = Files.list(pipeline.path(".tidewheel/tables/main/default/raw"))) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
        Map<String, List<String>> before = content();
        long version = pipeline.version("clean");
        assertThatThrownBy(() -> pipeline.engine().savepoints().restore("first", List.of()))
                .isInstanceOfSatisfying(PipelineException.class, e -> {
                    Problem problem = e.problems().get(0);
                    assertThat(problem.code()).isEqualTo(ErrorCode.SAVEPOINT_INVALID);
                    assertThat(problem.message()).contains("`raw` cannot go back");
                    assertThat(problem.cause()).contains("files of version");
                });
        assertThat(content()).isEqualTo(before);
        assertThat(pipeline.version("clean")).isEqualTo(version);
        assertThat(pipeline.engine().savepoints().list()).hasSize(2);
    }

    @Test
    void savepointsExpireWithTheirCheckpoints() throws IOException {
        pipeline.file("data/1.json", "{\"id\":1,\"at\":\"2024-01-01T10:00:00Z\"}");
        pipeline.update();
        List<String> first = checkpoints();
        pipeline.engine().savepoints().create("by-hand", List.of("windows"));
        assertThat(pipeline.path(".tidewheel/savepoints/by-hand")).isDirectory();
        pipeline.fullRefreshAll();
        assertThat(checkpoints()).hasSize(2 * first.size()).containsAll(first);
        assertThat(pipeline.engine().savepoints().expire(List.of(), Duration.ofDays(7)))
                .isEmpty();
        pipeline.update();
        assertThat(pipeline.engine().savepoints().list()).hasSize(2);

        assertThat(pipeline.engine().savepoints().expire(List.of("by-hand"), Duration.ZERO))
                .extracting(Savepoint::name)
                .containsExactly("by-hand");
        assertThat(pipeline.path(".tidewheel/savepoints/by-hand")).doesNotExist();
        assertThat(checkpoints()).hasSize(2 * first.size());

        pipeline.with(settings -> settings.configuration(Map.of("tidewheel.savepoints.retention", "0 seconds")));
        pipeline.update();
        assertThat(pipeline.engine().savepoints().list()).isEmpty();
        assertThat(checkpoints()).hasSameSizeAs(first).doesNotContainAnyElementsOf(first);
        pipeline.file("data/2.json", "{\"id\":2,\"at\":\"2024-01-01T10:30:00Z\"}");
        pipeline.update();
        assertThat(pipeline.table("windows")).containsExactly("01 10:00|1");
        assertThat(pipeline.update().jobs()).isZero();
    }

    /** Folders of generations. */
    private List<String> checkpoints() throws IOException {
        List<String> found = new ArrayList<>();
        Path root = pipeline.path(".tidewheel/checkpoints");
        try (Stream<Path> folders = Files.walk(root, 3)) {
            folders.filter(path -> root.relativize(path).getNameCount() == 3)
                    .forEach(path -> found.add(root.relativize(path).toString()));
        }
        return found;
    }
}
