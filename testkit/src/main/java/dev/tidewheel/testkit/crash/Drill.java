package dev.tidewheel.testkit.crash;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Random;
import java.util.function.LongSupplier;

/** Lets pipelines live, undisturbed and disturbed, and counts what comes of it. Used by one thread. */
public final class Drill {
    private final Runner tidewheel;
    private final Path work;
    private final Odds odds;
    private final Figures figures = new Figures();
    private int lives;

    private Drill(Runner tidewheel, Path work, Odds odds) {
        this.tidewheel = tidewheel;
        this.work = work;
        this.odds = odds;
    }

    /**
     * @param tidewheel runs the updates
     * @param work for the folders of the pipelines
     */
    public static Drill with(Runner tidewheel, Path work, Odds odds) {
        return new Drill(tidewheel, work, odds);
    }

    public Figures figures() {
        return figures;
    }

    /**
     * Lives through a scenario without a kill. Its folder stays.
     *
     * @throws IllegalStateException if an update fails
     */
    public Undisturbed undisturbed(Scenario scenario) throws IOException, InterruptedException {
        Path temp = Files.createDirectories(work.resolve("undisturbed-" + scenario));
        Undisturbed recorded = Undisturbed.record(scenario, tidewheel, temp);
        recorded.objections().forEach(objection -> figures.add(scenario + " in " + temp + ": " + objection));
        return recorded;
    }

    /**
     * Lives through the same scenario with kills, and compares. The folder is kept if something is wrong.
     *
     * @param killsLeft asked before each update: how many kills are still wanted
     */
    public void disturbed(Undisturbed expected, Random random, LongSupplier killsLeft)
            throws IOException, InterruptedException {
        Path temp = Files.createDirectories(work.resolve("killed-" + ++lives));
        long problems = figures.problems.size();
        new DisturbedLife(expected, tidewheel, temp, random, odds, figures).live(killsLeft);
        if (figures.problems.size() == problems) {
            remove(temp);
        }
    }

    /** Removes what an undisturbed life has left. */
    public void forget(Undisturbed recorded) throws IOException {
        remove(work.resolve("undisturbed-" + recorded.scenario()));
    }

    private static void remove(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
