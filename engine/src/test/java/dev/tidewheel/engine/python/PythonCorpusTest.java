package dev.tidewheel.engine.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.testing.NeedsPython;
import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.engine.testing.Update;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Small pipelines in the ways in which people write them: whole folders, run from files to rows. See
 * {@link CorpusPipeline} for what is in a folder.
 */
@NeedsPython
class PythonCorpusTest {

    private static final Path CORPUS =
            Path.of(System.getProperty("tidewheel.root"), "engine/src/test/resources/python-corpus");
    private static final int LEAST = 60;

    @TempDir
    Path folder;

    static List<String> pipelines() throws IOException {
        try (Stream<Path> folders = Files.list(CORPUS)) {
            return folders.filter(Files::isDirectory)
                    .map(path -> path.getFileName().toString())
                    .filter(name -> name.matches(System.getProperty("tidewheel.corpus", ".*")))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void isLargeEnough() throws IOException {
        assertThat(pipelines()).hasSizeGreaterThanOrEqualTo(LEAST);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pipelines")
    void runsToItsRows(String name) {
        CorpusPipeline corpus = new CorpusPipeline(CORPUS.resolve(name), folder);
        corpus.layOutFirst();
        try (PipelineFixture pipeline = PipelineFixture.of(corpus.pipelineFile())) {
            corpus.setup().forEach(statement -> pipeline.session().sql(statement));
            check(corpus, pipeline, false);
            if (corpus.layOutSecond()) {
                check(corpus, pipeline, true);
            }
        }
    }

    private static void check(CorpusPipeline corpus, PipelineFixture pipeline, boolean second) {
        Update update = pipeline.update();
        Map<String, List<String>> expected = corpus.expectedRows(second);
        Map<String, List<String>> found = CorpusPipeline.rows(pipeline);
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach((table, rows) -> assertThat(found.get(table))
                .as("%s after the %s update", table, second ? "second" : "first")
                .isEqualTo(rows));
        Map<String, String> rules = corpus.expectedRules(second);
        if (!rules.isEmpty()) {
            assertThat(counted(update)).containsAllEntriesOf(rules);
        }
    }

    /** Results of all expectations, those of several flows added up. */
    private static Map<String, String> counted(Update update) {
        Map<String, long[]> sums = new TreeMap<>();
        update.statuses()
                .keySet()
                .forEach(flow -> update.expectations(flow).forEach((rule, result) -> {
                    String[] parts = result.split("/");
                    long[] sum = sums.computeIfAbsent(rule, key -> new long[2]);
                    sum[0] += Long.parseLong(parts[0]);
                    sum[1] += Long.parseLong(parts[1]);
                }));
        Map<String, String> results = new TreeMap<>();
        sums.forEach((rule, sum) -> results.put(rule, sum[0] + "/" + sum[1]));
        return results;
    }
}
