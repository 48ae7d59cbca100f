package dev.tidewheel.examples.crash;

import dev.tidewheel.examples.Example;
import dev.tidewheel.testkit.crash.Drill;
import dev.tidewheel.testkit.crash.Figures;
import dev.tidewheel.testkit.crash.Odds;
import dev.tidewheel.testkit.crash.Runner;
import dev.tidewheel.testkit.crash.TidewheelProcess;
import dev.tidewheel.testkit.crash.Undisturbed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private static final Odds ODDS = new Odds(1.0 / 3, 0.5);

    private final Drill drill;
    private final Random random;
    private final Map<Example, Undisturbed> undisturbed = new LinkedHashMap<>();

    CrashDrill(Runner tidewheel, Path work, long seed) {
        this.drill = Drill.with(tidewheel, work, ODDS);
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
        Figures figures = drill.run(examples, kills, true);
        System.out.println(figures);
        System.exit(figures.problems().isEmpty() ? 0 : 1);
    }

    /** Takes the examples in random order, again and again, until so many processes were killed. */
    Figures run(List<Example> examples, long kills, boolean withFullRefresh) throws IOException, InterruptedException {
        Figures figures = drill.figures();
        while (figures.kills() < kills) {
            List<Example> order = new ArrayList<>(examples);
            Collections.shuffle(order, random);
            for (Example example : order) {
                if (figures.kills() >= kills) {
                    break;
                }
                Undisturbed expected = undisturbed.get(example);
                if (expected == null) {
                    expected = drill.undisturbed(new ExampleScenario(example, withFullRefresh));
                    undisturbed.put(example, expected);
                }
                drill.disturbed(expected, random, () -> kills - figures.kills());
            }
        }
        return figures;
    }
}
