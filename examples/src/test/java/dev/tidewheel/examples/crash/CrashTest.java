package dev.tidewheel.examples.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.examples.Example;
import dev.tidewheel.testkit.crash.Figures;
import dev.tidewheel.testkit.crash.ResidentProcess;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short form of {@code bench/crash}; {@code -Dcrash.seed=…} and {@code -Dcrash.example=…} repeat what has failed. */
class CrashTest {
    private static final int KILLS = 1;

    @TempDir
    private Path temp;

    @Test
    void killedUpdatesLeaveTheTablesOfUndisturbedOnes() throws Exception {
        long seed = Long.getLong("crash.seed", System.nanoTime());
        Example example = new Example(System.getProperty("crash.example", "quickstart"));
        System.out.println("CrashTest seed " + seed);
        Figures figures;
        try (ResidentProcess process = new ResidentProcess(temp)) {
            figures = new CrashDrill(process, temp, seed).run(List.of(example), KILLS, false);
        }

        System.out.println("CrashTest: " + figures);
        assertThat(figures.problems()).as("seed %d", seed).isEmpty();
        assertThat(figures.kills()).isEqualTo(KILLS);
        assertThat(figures.comparedTables()).isPositive();
        assertThat(figures.reads()).as("reads meanwhile").isPositive();
    }
}
