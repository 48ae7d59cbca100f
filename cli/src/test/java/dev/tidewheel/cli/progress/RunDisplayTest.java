package dev.tidewheel.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.cli.output.Console;
import dev.tidewheel.cli.output.OutputFormat;
import dev.tidewheel.cli.progress.ProgressEvent.FlowState;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RunDisplayTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private static void play(RunDisplay display) {
        display.accept(new ProgressEvent.Update(START, "u1", "RUNNING", false));
        display.accept(new ProgressEvent.Flow(START, "orders", FlowState.QUEUED, 0, 0));
        display.accept(new ProgressEvent.Flow(START, "totals", FlowState.QUEUED, 0, 0));
        display.accept(new ProgressEvent.Flow(START.plusSeconds(1), "orders", FlowState.RUNNING, 1000, 3));
        display.accept(new ProgressEvent.Flow(START.plusSeconds(2), "orders", FlowState.RUNNING, 1000, 0));
        display.accept(new ProgressEvent.Flow(START.plusSeconds(3), "orders", FlowState.COMPLETED, 0, 0));
        display.accept(new ProgressEvent.Flow(START.plusSeconds(3), "totals", FlowState.SKIPPED, 0, 0));
        display.accept(new ProgressEvent.Update(START.plusSeconds(4), "u1", "COMPLETED", true));
    }

    @Test
    void aPipeGetsALineForEachChange() {
        try (RunDisplay display = RunDisplay.on(Console.of(out, err), OutputFormat.TEXT)) {
            play(display);
        }
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("""
                update u1: running
                orders: running
                orders: completed, 2,000 rows, 1,000/s, 3 dropped, 2.0 s
                totals: skipped
                update u1: completed after 4.0 s
                """);
    }

    @Test
    void aTerminalEndsWithTheWholeList() {
        try (RunDisplay display = RunDisplay.on(Console.ofTerminal(out, err, 100), OutputFormat.TEXT)) {
            play(display);
        }
        String shown = err.toString(StandardCharsets.UTF_8);
        String last = shown.substring(shown.lastIndexOf("  orders")).replaceAll("\u001b\\[[0-9;]*[mAK]", "");
        assertThat(last.lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        " orders completed 2,000 rows 1,000/s 3 dropped 2.0 s",
                        " totals skipped",
                        "completed, 2 of 2 flows done, 4.0 s");
    }

    @Test
    void machinesGetObjects() {
        try (RunDisplay display = RunDisplay.on(Console.of(out, err), OutputFormat.JSON)) {
            play(display);
        }
        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith("{\"time\":\"2026-01-01T00:00:00Z\",\"update\":\"u1\",\"state\":\"RUNNING\"}\n")
                .contains("\"flow\":\"orders\",\"state\":\"RUNNING\",\"rows\":1000,\"dropped\":3}\n");
    }
}
