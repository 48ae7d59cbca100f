package dev.tidewheel.testkit.crash;

import dev.tidewheel.model.settings.PipelineFile;
import dev.tidewheel.testkit.stored.DeltaFolder;
import dev.tidewheel.testkit.stored.TableContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A pipeline whose updates nobody disturbs: what the others are compared with. Immutable.
 *
 * @param objections of the scenario itself
 */
public record Undisturbed(Scenario scenario, List<Stage> stages, List<String> objections) {

    /**
     * What is there after an update.
     *
     * @param tables by their path below the pipeline
     * @param views texts of published views, by their path
     */
    record Stage(Phase phase, KillMoment.Pace pace, Map<String, TableHistory> tables, Map<String, String> views) {}

    /** Lives through the phases in an empty folder. */
    static Undisturbed record(Scenario scenario, Runner tidewheel, Path temp) throws IOException, InterruptedException {
        Path folder = scenario.copyTo(temp);
        Path log = temp.resolve("output");
        List<Stage> stages = new ArrayList<>();
        List<String> objections = new ArrayList<>();
        Map<String, TableHistory> tables = new TreeMap<>();
        for (Phase phase : scenario.phases()) {
            phase.prepare(folder);
            if (!storage(folder, phase.settings()).equals(storage(folder))) {
                throw new IllegalStateException(scenario + " has more than one storage");
            }
            KillMoment.Pace pace = run(tidewheel, folder, phase, log);
            for (Path path : DeltaFolder.below(storage(folder))) {
                DeltaFolder table = new DeltaFolder(path, temp);
                String name = folder.relativize(path).toString();
                TableHistory before = tables.get(name);
                TableHistory now = before == null
                        ? TableHistory.of(versions(table, 0))
                        : before.then(versions(table, before.last().version() + 1));
                tables.put(
                        name,
                        phase.mayGoOn()
                                ? now.reachedFrom(Optional.ofNullable(before).map(TableHistory::last))
                                : now);
            }
            if (tables.isEmpty()) {
                throw new IllegalStateException(scenario + " has made no tables");
            }
            objections.addAll(scenario.objections(stages.size(), folder));
            stages.add(new Stage(phase, pace, new TreeMap<>(tables), views(folder, temp)));
        }
        return new Undisturbed(scenario, List.copyOf(stages), List.copyOf(objections));
    }

    /** Where the pipeline in a folder keeps everything. */
    static Path storage(Path folder) {
        return storage(folder, Map.of());
    }

    private static Path storage(Path folder, Map<String, String> settings) {
        return PipelineFile.load(folder, settings).storageFolder().orElseThrow();
    }

    private static KillMoment.Pace run(Runner tidewheel, Path folder, Phase phase, Path log)
            throws IOException, InterruptedException {
        Files.createDirectories(storage(folder));
        try (FolderChanges changes = new FolderChanges(storage(folder))) {
            long start = System.nanoTime();
            RunningUpdate update = tidewheel.run(folder, phase.settings(), phase.options(), log);
            changes.await(1, update);
            long first = System.nanoTime();
            if (update.exit() != 0) {
                throw new IllegalStateException(
                        "An undisturbed update of " + folder + " has failed:\n" + Files.readString(log));
            }
            return new KillMoment.Pace(millis(start, System.nanoTime()), millis(start, first), changes.count());
        }
    }

    private static long millis(long from, long to) {
        return (to - from) / 1_000_000;
    }

    private static List<TableContent> versions(DeltaFolder table, long from) throws IOException {
        List<TableContent> versions = new ArrayList<>();
        long last = table.version();
        for (long version = from; version <= last; version++) {
            versions.add(table.read(version));
        }
        return versions;
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
