package dev.tidewheel.engine.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.testing.NeedsPython;
import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.engine.testing.Update;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.event.UpdateState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Pipelines that are refused. Each line at which a problem has to be shown says so itself, with
 * {@code # ! CODE: words of the problem ... more of them}; all problems of a pipeline come together, and no others.
 */
@NeedsPython
class PythonRefusedTest {

    private static final Path CASES =
            Path.of(System.getProperty("tidewheel.root"), "engine/src/test/resources/python-refused");
    private static final Pattern MARK = Pattern.compile("# ! (\\w+): (.*)$");

    @TempDir
    Path folder;

    static List<String> pipelines() throws IOException {
        try (Stream<Path> folders = Files.list(CASES)) {
            return folders.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pipelines")
    void isRefusedAtTheLine(String name) throws IOException {
        CorpusPipeline corpus = new CorpusPipeline(CASES.resolve(name), folder);
        corpus.layOutFirst();
        Map<String, String> expected = marks(CASES.resolve(name));
        try (PipelineFixture pipeline = PipelineFixture.of(corpus.pipelineFile())) {
            Update update = pipeline.run(Selection.ALL);

            assertThat(update.result().state()).isEqualTo(UpdateState.FAILED);
            Map<String, String> found = new TreeMap<>();
            for (Problem problem : update.result().problems()) {
                found.merge(place(problem), text(problem), (one, other) -> one + " AND " + other);
            }
            SoftAssertions checks = new SoftAssertions();
            checks.assertThat(found.keySet()).isEqualTo(expected.keySet());
            expected.forEach((place, words) ->
                    checks.assertThat(found.getOrDefault(place, "")).as(place).contains(words.split(" \\.\\.\\. ")));
            checks.assertAll();
        }
    }

    private static Map<String, String> marks(Path pipeline) throws IOException {
        Map<String, String> marks = new TreeMap<>();
        try (Stream<Path> files = Files.walk(pipeline)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".py")).toList()) {
                List<String> lines = Files.readAllLines(file);
                for (int i = 0; i < lines.size(); i++) {
                    Matcher mark = MARK.matcher(lines.get(i));
                    if (mark.find()) {
                        marks.put(pipeline.relativize(file) + ":" + (i + 1), mark.group(1) + " ... " + mark.group(2));
                    }
                }
            }
        }
        return marks;
    }

    private static String place(Problem problem) {
        String place =
                Objects.requireNonNull(problem.location(), problem.toString()).toString();
        Matcher line = Pattern.compile("^(.*?:\\d+)").matcher(place);
        return line.find() ? line.group(1) : place;
    }

    private static String text(Problem problem) {
        return String.join(" ", problem.code().name(), problem.message(), problem.cause(), problem.fix());
    }
}
