package dev.tidewheel.examples.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.testkit.chaos.ChaosDrill;
import dev.tidewheel.testkit.crash.Figures;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten minutes of {@code bench/chaos}. {@code -Dchaos.length=…} takes another number of minutes ({@code 60m}) or of kills
 * ({@code 300}), {@code -Dchaos.seed=…} repeats it.
 */
class ChaosTest {
    private static final String LENGTH = "10m";
    private static final long SEEDS = 1_000_000_000L;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path temp;

    @Test
    void randomPipelinesThatAreKilledEndAsUndisturbedOnes() throws Exception {
        long seed = Long.getLong("chaos.seed", Math.floorMod(System.nanoTime(), SEEDS));
        System.out.println("ChaosTest seed " + seed);

        Figures figures = ChaosDrill.run(temp, seed, System.getProperty("chaos.length", LENGTH));

        System.out.println("ChaosTest: " + figures);
        assertThat(figures.problems()).as("seed %d", seed).isEmpty();
        assertThat(figures.kills()).isPositive();
        assertThat(figures.killsOfContinuousUpdates())
                .as("of %d kills", figures.kills())
                .isPositive();
        assertThat(figures.comparedTables()).isPositive();
        assertThat(figures.reads()).as("reads meanwhile").isPositive();
    }
}
