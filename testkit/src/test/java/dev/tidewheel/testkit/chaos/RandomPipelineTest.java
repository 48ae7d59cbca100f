package dev.tidewheel.testkit.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.testkit.chaos.Chapter.Continuity;
import dev.tidewheel.testkit.crash.Phase;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What stories are made of, over many seeds. */
class RandomPipelineTest {
    private static final int SEEDS = 300;

    private final List<RandomPipeline> pipelines =
            LongStream.range(0, SEEDS).mapToObj(RandomPipeline::new).toList();

    @Test
    void thereAreDatasetsOfAllKinds() {
        assertThat(pipelines.stream()
                        .flatMap(pipeline -> pipeline.chapters().stream())
                        .flatMap(chapter -> chapter.datasets().stream())
                        .map(Node::kind)
                        .distinct())
                .containsExactlyInAnyOrder(Kind.values());
    }

    @Test
    void manyUpdatesMayBeContinuousWithStateAndWithFilesThatComeLate() {
        Map<Continuity, Long> counts = pipelines.stream()
                .flatMap(pipeline -> pipeline.chapters().stream())
                .collect(Collectors.groupingBy(Chapter::continuity, Collectors.counting()));
        assertThat(counts.values()).as("%s", counts).hasSize(3).allMatch(count -> count > SEEDS / 2);
        assertThat(pipelines.stream()
                        .flatMap(pipeline -> pipeline.chapters().stream())
                        .filter(chapter -> chapter.continuity() == Continuity.TABLES)
                        .filter(chapter -> chapter.datasets().stream()
                                .anyMatch(dataset -> dataset.kind().keepsState()))
                        .count())
                .isGreaterThan(SEEDS / 4);
        List<Phase> phases = pipelines.stream()
                .flatMap(pipeline -> pipeline.phases().stream())
                .toList();
        assertThat(phases.stream().filter(phase -> !phase.late().isEmpty())).hasSizeGreaterThan(SEEDS / 4);
        assertThat(phases).allSatisfy(phase -> {
            assertThat(phase.mayGoOn() && !phase.options().isEmpty()).isFalse();
            assertThat(phase.arrivals().keySet()).containsAll(phase.late());
        });
    }
}
