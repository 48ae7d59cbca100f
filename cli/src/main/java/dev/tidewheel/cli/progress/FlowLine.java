package dev.tidewheel.cli.progress;

import dev.tidewheel.cli.output.Console;
import dev.tidewheel.cli.output.DisplayWidth;
import dev.tidewheel.cli.output.Style;
import dev.tidewheel.cli.progress.ProgressEvent.FlowState;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one flow.
 *
 * @param started when it began to work, null before
 * @param ended when it got to its last state, null before
 */
record FlowLine(
        String name,
        FlowState state,
        long rows,
        long dropped,
        @Nullable Instant started,
        @Nullable Instant ended) {

    static FlowLine of(String name) {
        return new FlowLine(name, FlowState.QUEUED, 0, 0, null, null);
    }

    FlowLine after(ProgressEvent.Flow event) {
        boolean works = event.state() == FlowState.STARTING || event.state() == FlowState.RUNNING;
        Instant newStart = started == null && works ? event.at() : started;
        Instant newEnd = event.state().isLast() ? event.at() : ended;
        return new FlowLine(name, event.state(), rows + event.rows(), dropped + event.dropped(), newStart, newEnd);
    }

    /** Its place in the list while it changes: what works first, what waits after, what is done last. */
    int rank() {
        return switch (state) {
            case FAILED -> 0;
            case RUNNING, STARTING -> 1;
            case IDLE, QUEUED -> 2;
            case COMPLETED, STOPPED, SKIPPED, EXCLUDED -> 3;
        };
    }

    /** The line as shown, cut to the width of the console. */
    String text(Console console, int nameWidth, Instant now) {
        String head = DisplayWidth.pad(DisplayWidth.cut(name, nameWidth), nameWidth) + "  ";
        String figures = figures(now);
        if (figures.isEmpty()) {
            return head + console.styled(style(), state.label());
        }
        String tail = DisplayWidth.cut(figures, Math.max(0, console.width() - nameWidth - 15));
        return head + console.styled(style(), DisplayWidth.pad(state.label(), 10)) + " " + tail;
    }

    /** Rows, speed, dropped rows and duration, as far as there is something to say. */
    String figures(Instant now) {
        if (started == null) {
            return "";
        }
        Duration duration = Duration.between(started, ended == null ? now : ended);
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "%,14d rows", rows));
        double seconds = Math.max(0.001, duration.toMillis() / 1000.0);
        text.append(rows == 0 ? " ".repeat(14) : String.format(Locale.ROOT, "  %,10.0f/s", rows / seconds));
        text.append(dropped == 0 ? "" : String.format(Locale.ROOT, "  %,d dropped", dropped));
        text.append("  ").append(shown(duration));
        return text.toString();
    }

    static String shown(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
        }
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d min", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d h", seconds / 3600, seconds % 3600 / 60);
    }

    private Style style() {
        return switch (state) {
            case COMPLETED -> Style.GOOD;
            case FAILED -> Style.BAD;
            case RUNNING, STARTING -> Style.ACTIVE;
            case SKIPPED, STOPPED -> Style.WARNING;
            case QUEUED, IDLE, EXCLUDED -> Style.FAINT;
        };
    }
}
