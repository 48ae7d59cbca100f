package dev.tidewheel.testkit.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.PipelineEngine;
import dev.tidewheel.engine.UpdateRequest;
import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.run.UpdateResult;
import dev.tidewheel.engine.session.SessionOptions;
import dev.tidewheel.engine.session.SparkSessions;
import dev.tidewheel.model.settings.PipelineFile;
import dev.tidewheel.testkit.crash.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a drill must not overlook, made by hand. */
class JudgeTest {
    private final SparkSession session =
            SparkSessions.open(SessionOptions.local("testkit")).newSession();

    @TempDir
    private Path temp;

    @Test
    void aRowThatIsDoubledIsSeen() throws IOException {
        RandomPipeline pipeline = LongStream.range(0, 100)
                .mapToObj(RandomPipeline::new)
                .filter(made ->
                        made.sources().size() == 1 && first(made, Kind.TOTALS).isPresent())
                .findFirst()
                .orElseThrow();
        Path folder = pipeline.copyTo(temp);
        pipeline.phases().get(0).prepare(folder);
        try (PipelineEngine engine = PipelineEngine.on(session, PipelineFile.load(folder, Map.of()))) {
            UpdateResult result = engine.run(UpdateRequest.of(Selection.ALL));
            assertThat(result.problems()).isEmpty();
        }
        assertThat(new Judge(pipeline, 0, folder).objections()).isEmpty();

        for (Kind kind : List.of(Kind.BRONZE, Kind.TOTALS)) {
            String table = "delta.`"
                    + folder.resolve(first(pipeline, kind).orElseThrow().path()) + "`";
            session.sql("INSERT INTO " + table + " SELECT * FROM " + table + " LIMIT 1");
        }
        List<String> objections = new Judge(pipeline, 0, folder).objections();
        assertThat(objections)
                .anyMatch(objection -> objection.contains("(BRONZE)") && objection.contains("is too much"))
                .anyMatch(objection -> objection.contains("(TOTALS)") && objection.contains("is too much"));
    }

    private static Optional<Node> first(RandomPipeline pipeline, Kind kind) {
        return pipeline.chapters().get(0).datasets().stream()
                .filter(dataset -> dataset.kind() == kind)
                .findFirst();
    }

    @Test
    void aSeedGivesTheSamePipelineAgain() throws IOException {
        for (long seed = 0; seed < 20; seed++) {
            RandomPipeline once = new RandomPipeline(seed);
            RandomPipeline again = new RandomPipeline(seed);

            assertThat(texts(again, "again-" + seed)).as("seed %d", seed).isEqualTo(texts(once, "once-" + seed));
            assertThat(again.phases())
                    .extracting(Phase::options)
                    .isEqualTo(once.phases().stream().map(Phase::options).toList());
        }
    }

    private List<String> texts(RandomPipeline pipeline, String name) throws IOException {
        Path folder = pipeline.copyTo(temp.resolve(name));
        List<String> texts = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                texts.add(folder.relativize(file) + "\n" + Files.readString(file));
            }
        }
        return texts;
    }
}
