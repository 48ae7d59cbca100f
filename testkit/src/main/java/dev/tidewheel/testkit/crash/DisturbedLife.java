package dev.tidewheel.testkit.crash;

import dev.tidewheel.testkit.stored.DeltaFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * A pipeline whose updates are killed and run again, phase by phase, in a folder of its own. After each phase it has to
 * look like the undisturbed one. Used once, by one thread.
 */
final class DisturbedLife {
    private static final int LONGEST_PAUSE_MILLIS = 1_500;

    private final Undisturbed undisturbed;
    private final Runner tidewheel;
    private final Path temp;
    private final Random random;
    private final Odds odds;
    private final Figures figures;
    private final Path folder;
    private final Path storage;
    private final EventCheck events;
    private final Map<String, Long> checked = new HashMap<>();

    DisturbedLife(Undisturbed undisturbed, Runner tidewheel, Path temp, Random random, Odds odds, Figures figures)
            throws IOException {
        this.undisturbed = undisturbed;
        this.tidewheel = tidewheel;
        this.temp = temp;
        this.random = random;
        this.odds = odds;
        this.figures = figures;
        this.folder = undisturbed.scenario().copyTo(temp);
        this.storage = Files.createDirectories(Undisturbed.storage(folder));
        this.events = new EventCheck(storage);
    }

    /**
     * Lives through all phases.
     *
     * @param killsLeft asked before each update: how many kills are still wanted
     */
    void live(LongSupplier killsLeft) throws IOException, InterruptedException {
        try (PollingReader reader =
                new PollingReader(temp, folder, storage, undisturbed.stages().get(0))) {
            for (Undisturbed.Stage stage : undisturbed.stages()) {
                reader.enter(stage);
                killUntilOneCompletes(stage, killsLeft);
                compareWith(stage);
            }
            assertNothingIsLeftToDo(
                    undisturbed.stages().get(undisturbed.stages().size() - 1));
            reader.objections().forEach(this::problem);
            figures.looks += reader.looks();
            figures.reads += reader.reads();
        }
        figures.events += events.events();
    }

    private void killUntilOneCompletes(Undisturbed.Stage stage, LongSupplier killsLeft)
            throws IOException, InterruptedException {
        // one kill for sure, and sometimes the run that should mend is killed, too
        boolean another = killsLeft.getAsLong() > 0;
        boolean goesOn = another && goesOn(stage);
        boolean ended = false;
        List<String> later = goesOn ? stage.phase().late() : List.of();
        prepare(stage.phase(), later);
        while (another && !ended) {
            ended = goesOn
                    ? !killedWhileItGoesOn(stage, later)
                    : !killed(stage, stage.phase().options());
            later = List.of();
            if (!ended) {
                events.afterKill().forEach(this::problem);
                another = killsLeft.getAsLong() > 0 && random.nextDouble() < odds.again();
                goesOn = another && goesOn(stage);
            }
        }
        if (!ended) {
            complete(stage);
        }
        figures.updates++;
        events.afterCompletion().forEach(this::problem);
    }

    private boolean goesOn(Undisturbed.Stage stage) {
        return stage.phase().mayGoOn() && random.nextBoolean();
    }

    private void prepare(Phase phase, List<String> later) throws IOException {
        for (String file : phase.arrivals().keySet()) {
            if (!later.contains(file)) {
                phase.arrive(folder, file);
            }
        }
    }

    /** @param later files that come during the update, or right after it was killed */
    private boolean killedWhileItGoesOn(Undisturbed.Stage stage, List<String> later)
            throws IOException, InterruptedException {
        long pause = random.nextInt(LONGEST_PAUSE_MILLIS);
        try (Latecomers files = new Latecomers(stage.phase(), folder, later, pause)) {
            if (killed(stage, List.of(Resident.CONTINUOUS))) {
                figures.killsOfContinuousUpdates++;
                return true;
            }
        }
        problem("a continuous update has ended by itself; see " + output());
        requireSuccess(start(stage, stage.phase().options()).exit());
        return false;
    }

    private boolean killed(Undisturbed.Stage stage, List<String> options) throws IOException, InterruptedException {
        KillMoment moment = KillMoment.choose(random, odds.byChange(), stage.pace());
        try (FolderChanges changes = new FolderChanges(storage)) {
            RunningUpdate update = start(stage, options);
            long start = System.nanoTime();
            if (moment.await(update, changes)) {
                update.kill();
            }
            int exit = update.exit();
            System.out.printf(
                    "%s, %supdate %d: %s %s; %d of %d changes, %d of %d ms%n",
                    undisturbed.scenario(),
                    options.contains(Resident.CONTINUOUS) ? "continuous " : "",
                    undisturbed.stages().indexOf(stage) + 1,
                    exit == RunningUpdate.KILLED ? "killed" : "ended before",
                    moment,
                    changes.count(),
                    stage.pace().changes(),
                    (System.nanoTime() - start) / 1_000_000,
                    stage.pace().millis());
            if (exit == RunningUpdate.KILLED) {
                figures.kills++;
                figures.killsWithinUpdates += changes.count() > 0 ? 1 : 0;
                return true;
            }
            requireSuccess(exit);
            return false;
        }
    }

    /**
     * A full refresh that was killed is asked for again, or left to the next update without a word. One that was killed
     * before it began, and not asked for again, leaves everything as it was.
     */
    private void complete(Undisturbed.Stage stage) throws IOException, InterruptedException {
        Phase phase = stage.phase();
        boolean silently = phase.mayBeForgotten() && random.nextBoolean();
        requireSuccess(start(stage, silently ? List.of() : phase.options()).exit());
        if (silently && !differences(stage).isEmpty()) {
            int before = undisturbed.stages().indexOf(stage) - 1;
            if (before >= 0 && differences(undisturbed.stages().get(before)).isEmpty()) {
                requireSuccess(start(stage, phase.options()).exit());
            }
        }
    }

    private RunningUpdate start(Undisturbed.Stage stage, List<String> options)
            throws IOException, InterruptedException {
        return tidewheel.run(folder, stage.phase().settings(), options, output());
    }

    private Path output() {
        return temp.resolve("output");
    }

    private void requireSuccess(int exit) throws IOException {
        if (exit != 0) {
            problem("an update that was not killed has ended with " + exit + "; see " + output() + ":\n"
                    + Files.readString(output()));
        }
    }

    private void compareWith(Undisturbed.Stage stage) throws IOException {
        differences(stage).forEach(this::problem);
        for (Path path : DeltaFolder.below(storage)) {
            String name = name(path);
            TableHistory history = stage.tables().get(name);
            if (history != null) {
                figures.comparedTables++;
                checkNewVersions(name, new DeltaFolder(path, temp), history);
            }
        }
    }

    /** Versions never change, so that each has to be looked at once. */
    private void checkNewVersions(String name, DeltaFolder table, TableHistory expected) throws IOException {
        long last = table.version();
        for (long version = checked.getOrDefault(name, -1L) + 1; version <= last; version++) {
            expected.objection(table.read(version)).ifPresent(objection -> problem(name + ": " + objection));
            figures.checkedVersions++;
        }
        checked.put(name, last);
    }

    /** What is not as the undisturbed life has it in the end. */
    private List<String> differences(Undisturbed.Stage stage) throws IOException {
        List<String> differences = new ArrayList<>();
        List<Path> paths = DeltaFolder.below(storage);
        List<String> names = paths.stream().map(this::name).toList();
        if (!names.equals(List.copyOf(stage.tables().keySet()))) {
            differences.add(
                    "the tables are " + names + " instead of " + stage.tables().keySet());
        }
        Map<String, String> views = Undisturbed.views(folder, temp);
        if (!views.equals(stage.views())) {
            differences.add("the views are " + views + " instead of " + stage.views());
        }
        for (Path path : paths) {
            TableHistory history = stage.tables().get(name(path));
            if (history != null) {
                new DeltaFolder(path, temp)
                        .read()
                        .differencesTo(history.last())
                        .forEach(difference -> differences.add(name(path) + ": " + difference));
            }
        }
        return differences;
    }

    private String name(Path table) {
        return folder.relativize(table).toString();
    }

    /** After all the deaths the pipeline knows that it is up to date. */
    private void assertNothingIsLeftToDo(Undisturbed.Stage last) throws IOException, InterruptedException {
        Map<String, Long> before = versions();
        requireSuccess(tidewheel
                .run(folder, last.phase().settings(), List.of(), output())
                .exit());
        Map<String, Long> after = versions();
        if (!after.equals(before)) {
            problem("an update with nothing to do has taken the tables from " + before + " to " + after);
        }
        events.afterCompletion().forEach(this::problem);
    }

    private Map<String, Long> versions() throws IOException {
        Map<String, Long> versions = new TreeMap<>();
        for (Path table : DeltaFolder.below(storage)) {
            versions.put(name(table), new DeltaFolder(table, temp).version());
        }
        return versions;
    }

    private void problem(String what) {
        figures.add(undisturbed.scenario() + " in " + folder + ": " + what);
    }
}
