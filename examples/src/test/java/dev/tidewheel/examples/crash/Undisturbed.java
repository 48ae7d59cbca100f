package dev.tidewheel.examples.crash;

import dev.tidewheel.examples.Example;
import dev.tidewheel.examples.stored.DeltaFolder;
import dev.tidewheel.examples.stored.TableContent;
import dev.tidewheel.model.settings.PipelineFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** An example whose updates nobody disturbs: what the others are compared with. Immutable. */
record Undisturbed(Example example, List<Stage> stages) {

    /**
     * What is there after an update.
     *
     * @param tables by their path below the example
     * @param views texts of published views, by their path
     */
    record Stage(Phase phase, KillMoment.Pace pace, Map<String, TableHistory> tables, Map<String, String> views) {}

    /** Lives through the phases in an empty folder. */
    static Undisturbed record(Example example, List<Phase> phases, TidewheelProcess tidewheel, Path temp)
            throws IOException, InterruptedException {
        Path folder = example.copyTo(temp);
        Path log = temp.resolve("output");
        List<Stage> stages = new ArrayList<>();
        for (Phase phase : phases) {
            phase.prepare(folder);
            if (!storage(folder, phase.settings()).equals(storage(folder))) {
                throw new IllegalStateException(example + " has more than one storage");
            }
            KillMoment.Pace pace = run(tidewheel, folder, phase, log);
            Map<String, TableHistory> tables = new TreeMap<>();
            for (Path table : DeltaFolder.below(storage(folder))) {
                tables.put(folder.relativize(table).toString(), history(new DeltaFolder(table, temp)));
            }
            if (tables.isEmpty()) {
                throw new IllegalStateException(example + " has made no tables");
            }
            stages.add(new Stage(phase, pace, tables, views(folder, temp)));
        }
        return new Undisturbed(example, List.copyOf(stages));
    }

    /** Where the pipeline in a folder keeps everything. */
    static Path storage(Path folder) {
        return storage(folder, Map.of());
    }

    private static Path storage(Path folder, Map<String, String> settings) {
        return PipelineFile.load(folder, settings).storageFolder().orElseThrow();
    }

    private static KillMoment.Pace run(TidewheelProcess tidewheel, Path folder, Phase phase, Path log)
            throws IOException, InterruptedException {
        Files.createDirectories(storage(folder));
        try (FolderChanges changes = new FolderChanges(storage(folder))) {
            long start = System.nanoTime();
            Process process = tidewheel.run(folder, phase.settings(), phase.options(), log);
            changes.await(1, process);
            long first = System.nanoTime();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(
                        "An undisturbed update of " + folder + " has failed:\n" + Files.readString(log));
            }
            return new KillMoment.Pace(millis(start, System.nanoTime()), millis(start, first), changes.count());
        }
    }

    private static long millis(long from, long to) {
        return (to - from) / 1_000_000;
    }

    private static TableHistory history(DeltaFolder table) throws IOException {
        List<TableContent> versions = new ArrayList<>();
        long last = table.version();
        for (long version = 0; version <= last; version++) {
            versions.add(table.read(version));
        }
        return TableHistory.of(versions);
    }

    /** Files of views lie beside the folders of tables. */
    static Map<String, String> views(Path folder, Path home) throws IOException {
        Map<String, String> views = new TreeMap<>();
        Path tables = storage(folder).resolve("tables");
        if (Files.isDirectory(tables)) {
            try (Stream<Path> files = Files.walk(tables, 3)) {
                for (Path file : files.filter(Files::isRegularFile)
                        .filter(file -> !file.getFileName().toString().startsWith("."))
                        .toList()) {
                    views.put(
                            folder.relativize(file).toString(),
                            Files.readString(file).replace(home.toString(), "…"));
                }
            }
        }
        return views;
    }
}
