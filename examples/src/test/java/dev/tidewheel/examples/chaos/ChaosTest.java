package dev.tidewheel.examples.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.examples.crash.Figures;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A short form of {@code bench/chaos}; {@code -Dchaos.kills=…} makes it longer, {@code -Dchaos.seed=…} repeats it. */
class ChaosTest {
    private static final int KILLS = 4;
    private static final long SEEDS = 1_000_000_000L;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path temp;

    @Test
    void randomPipelinesThatAreKilledEndAsUndisturbedOnes() throws Exception {
        long seed = Long.getLong("chaos.seed", Math.floorMod(System.nanoTime(), SEEDS));
        long kills = Long.getLong("chaos.kills", KILLS);
        System.out.println("ChaosTest seed " + seed);

        Figures figures = ChaosDrill.killing(temp, seed, kills);

        System.out.println("ChaosTest: " + figures);
        assertThat(figures.problems()).as("seed %d", seed).isEmpty();
        assertThat(figures.kills()).isEqualTo(kills);
        assertThat(figures.comparedTables()).isPositive();
        assertThat(figures.reads()).as("reads meanwhile").isPositive();
    }
}
