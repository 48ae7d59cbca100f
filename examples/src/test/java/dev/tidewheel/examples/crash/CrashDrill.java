package dev.tidewheel.examples.crash;

import dev.tidewheel.examples.Example;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Kills updates of the examples at random moments until enough have died, and says what came of it. Used once, by one
 * thread.
 */
public final class CrashDrill {
    private final TidewheelProcess tidewheel;
    private final Path work;
    private final Random random;
    private final Figures figures = new Figures();
    private final Map<Example, Undisturbed> undisturbed = new LinkedHashMap<>();

    CrashDrill(TidewheelProcess tidewheel, Path work, long seed) {
        this.tidewheel = tidewheel;
        this.work = work;
        this.random = new Random(seed);
    }

    /** Arguments: launcher, work folder, number of kills, seed, examples (all by default). */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path work = Files.createDirectories(Path.of(arguments[1]).toAbsolutePath());
        long kills = Long.parseLong(arguments[2]);
        long seed = Long.parseLong(arguments[3]);
        List<Example> examples = arguments.length > 4
                ? Arrays.stream(arguments).skip(4).map(Example::new).toList()
                : Example.all();
        System.out.println("Seed " + seed);
        CrashDrill drill = new CrashDrill(new TidewheelProcess(List.of(arguments[0])), work, seed);
        drill.run(examples, kills, true);
        System.out.println(drill.figures);
        System.exit(drill.figures.problems.isEmpty() ? 0 : 1);
    }

    /** Takes the examples in random order, again and again, until so many processes were killed. */
    Figures run(List<Example> examples, long kills, boolean withFullRefresh) throws IOException, InterruptedException {
        int lives = 0;
        while (figures.kills < kills) {
            List<Example> order = new ArrayList<>(examples);
            Collections.shuffle(order, random);
            for (Example example : order) {
                if (figures.kills >= kills) {
                    break;
                }
                Undisturbed expected = undisturbed(example, withFullRefresh);
                Path temp = Files.createDirectories(work.resolve("killed-" + ++lives));
                long problems = figures.problems.size();
                new DisturbedLife(expected, tidewheel, temp, random, figures).live(() -> kills - figures.kills);
                if (figures.problems.size() == problems) {
                    remove(temp);
                }
            }
        }
        return figures;
    }

    private Undisturbed undisturbed(Example example, boolean withFullRefresh) throws IOException, InterruptedException {
        Undisturbed known = undisturbed.get(example);
        if (known != null) {
            return known;
        }
        List<Phase> phases = new ArrayList<>(Phase.of(example.story()));
        if (withFullRefresh) {
            phases.add(phases.get(phases.size() - 1).fullRefresh());
        }
        Path temp = Files.createDirectories(work.resolve("undisturbed-" + example));
        Undisturbed recorded = Undisturbed.record(example, phases, tidewheel, temp);
        undisturbed.put(example, recorded);
        return recorded;
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
