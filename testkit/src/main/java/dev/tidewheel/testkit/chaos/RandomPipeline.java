package dev.tidewheel.testkit.chaos;

import dev.tidewheel.testkit.crash.Phase;
import dev.tidewheel.testkit.crash.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A pipeline and a story that are made up from a seed. Immutable. */
public final class RandomPipeline implements Scenario {
    private final long seed;
    private final Map<String, Source> sources;
    private final List<Chapter> chapters;

    public RandomPipeline(long seed) {
        this.seed = seed;
        Storyteller storyteller = new Storyteller(seed);
        this.chapters = storyteller.tell();
        this.sources = storyteller.sources().stream().collect(Collectors.toMap(Source::name, Function.identity()));
    }

    Map<String, Source> sources() {
        return sources;
    }

    List<Chapter> chapters() {
        return chapters;
    }

    /** Rows that have arrived until a chapter, that one included. */
    List<SourceRow> rows(String source, int chapter) {
        return chapters.subList(0, chapter + 1).stream()
                .flatMap(told -> told.files().getOrDefault(source, List.of()).stream())
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public Path copyTo(Path target) throws IOException {
        Path folder = target.resolve("pipeline");
        write(folder.resolve("pipeline.yml"), "name: chaos-" + seed + "\n");
        write(folder.resolve("transformations/all.sql"), declarations(chapters.get(0)));
        write(folder.resolve("reference/factors.csv"), "rk,factor\na,1\nb,2\nd,4\ne,5\n");
        write(folder.resolve("seed/seed.json"), "{\"id\":-1,\"k\":\"a\",\"v\":1,\"at\":\"2026-01-01T00:00:00Z\"}\n");
        for (Source source : sources.values()) {
            Files.createDirectories(folder.resolve(source.folder()));
        }
        for (int number = 0; number < chapters.size(); number++) {
            for (Map.Entry<String, String> text : arriving(number).entrySet()) {
                write(folder.resolve(text.getKey()), text.getValue());
            }
        }
        return folder;
    }

    /** Texts of the files that arrive before an update, by where they wait for it. */
    private Map<String, String> arriving(int number) {
        Chapter chapter = chapters.get(number);
        Map<String, String> texts = new LinkedHashMap<>();
        chapter.files().forEach((name, files) -> {
            Source source = sources.get(name);
            for (int i = 0; source != null && i < files.size(); i++) {
                String file =
                        "arriving/" + number + "/" + source.folder() + "/" + number + "-" + i + "." + source.format();
                texts.put(file, source.text(files.get(i)));
            }
        });
        if (chapter.edited()) {
            texts.put("arriving/" + number + "/transformations/all.sql", declarations(chapter));
        }
        return texts;
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private String declarations(Chapter chapter) {
        return chapter.datasets().stream()
                .map(dataset -> dataset.declaration(sources))
                .collect(Collectors.joining("\n"));
    }

    @Override
    public List<Phase> phases() {
        List<Phase> phases = new ArrayList<>();
        for (int number = 0; number < chapters.size(); number++) {
            Map<String, String> arrivals = new LinkedHashMap<>();
            String waiting = "arriving/" + number + "/";
            for (String file : arriving(number).keySet()) {
                arrivals.put(file, file.substring(waiting.length(), file.lastIndexOf('/')));
            }
            Chapter chapter = chapters.get(number);
            List<String> late = chapter.continuity() == Chapter.Continuity.FILES
                    ? arrivals.keySet().stream()
                            .filter(file -> file.startsWith(waiting + Source.HOME))
                            .toList()
                    : List.of();
            boolean mayGoOn = chapter.continuity() != Chapter.Continuity.NOTHING;
            phases.add(new Phase(arrivals, Map.of(), chapter.options(), mayGoOn, late));
        }
        return phases;
    }

    @Override
    public List<String> objections(int phase, Path folder) throws IOException {
        return chapters.get(phase).judged() ? new Judge(this, phase, folder).objections() : List.of();
    }

    @Override
    public String toString() {
        return "chaos-" + seed;
    }
}
