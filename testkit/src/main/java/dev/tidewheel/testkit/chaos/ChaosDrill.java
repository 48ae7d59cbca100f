package dev.tidewheel.testkit.chaos;

import dev.tidewheel.testkit.crash.Drill;
import dev.tidewheel.testkit.crash.Figures;
import dev.tidewheel.testkit.crash.Odds;
import dev.tidewheel.testkit.crash.ResidentProcess;
import dev.tidewheel.testkit.crash.Undisturbed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Kills updates of random pipelines, one after the other. The first is made from the seed that is given, so that the seed of
 * a pipeline that has failed repeats it; each further seed follows from the one before. Used once, by one thread.
 */
public final class ChaosDrill {
    // a process that has just started is slower than the one whose times are known: changes tell the moment better
    private static final Odds ODDS = new Odds(0.5, 0.8);
    private static final int LIVES = 2;
    private static final long SEEDS = 1_000_000_000L;

    private final Drill drill;

    private ChaosDrill(Drill drill) {
        this.drill = drill;
    }

    /** Arguments: work folder, number of kills or of minutes ({@code 10m}), seed. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        System.setProperty("log4j2.configurationFile", "classpath:dev/tidewheel/cli/quiet-log4j2.properties");
        Path work = Files.createDirectories(Path.of(arguments[0]).toAbsolutePath());
        long start = System.nanoTime();
        Figures figures = run(work, Long.parseLong(arguments[2]), arguments[1]);
        System.out.println(figures + "; " + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start) + " s");
        System.exit(figures.problems().isEmpty() ? 0 : 1);
    }

    /**
     * Kills updates of random pipelines until there were enough.
     *
     * @param work for the folders of the pipelines; those of what has failed stay
     * @param length a number of kills, or of minutes ({@code 10m}), after which no further update is killed
     */
    public static Figures run(Path work, long seed, String length) throws IOException, InterruptedException {
        if (!length.endsWith("m")) {
            long kills = Long.parseLong(length);
            return run(work, seed, killed -> kills - killed);
        }
        long start = System.nanoTime();
        long nanos = TimeUnit.MINUTES.toNanos(Long.parseLong(length.substring(0, length.length() - 1)));
        return run(work, seed, killed -> System.nanoTime() - start >= nanos ? 0 : 1);
    }

    /** What is still to be killed, when so many were. */
    private interface Wanted {
        long left(long killed);
    }

    private static Figures run(Path work, long firstSeed, Wanted wanted) throws IOException, InterruptedException {
        try (ResidentProcess process = new ResidentProcess(work)) {
            Drill drill = Drill.with(process, work, ODDS);
            Figures figures = drill.figures();
            LongSupplier left = () -> wanted.left(figures.kills());
            for (long seed = firstSeed; left.getAsLong() > 0; seed = next(seed)) {
                System.out.println("Pipeline " + seed);
                new ChaosDrill(drill).live(seed, left);
            }
            return figures;
        }
    }

    private static long next(long seed) {
        return Math.floorMod(new Random(seed).nextLong(), SEEDS);
    }

    private void live(long seed, LongSupplier killsLeft) throws IOException, InterruptedException {
        Figures figures = drill.figures();
        int problems = figures.problems().size();
        try {
            Undisturbed expected = drill.undisturbed(new RandomPipeline(seed));
            for (int life = 0; life < LIVES && killsLeft.getAsLong() > 0; life++) {
                drill.disturbed(expected, new Random(seed + life), killsLeft);
            }
            if (figures.problems().size() == problems) {
                drill.forget(expected);
            }
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            // an update that nobody killed has failed, or a query of the judge: the other pipelines go on
            figures.add("pipeline " + seed + ": " + e);
        }
        if (figures.problems().size() > problems) {
            System.out.println("To repeat it: bench/chaos 20 " + seed);
        }
    }
}
