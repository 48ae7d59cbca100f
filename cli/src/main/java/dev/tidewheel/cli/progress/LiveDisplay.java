package dev.tidewheel.cli.progress;

import dev.tidewheel.cli.output.Console;
import dev.tidewheel.cli.output.DisplayWidth;
import dev.tidewheel.cli.output.Style;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A list of the flows that is redrawn in place a few times a second. While it runs, only as many lines as a small screen
 * has are shown, what works first; the last drawing shows all of them. Thread-safe.
 */
final class LiveDisplay implements RunDisplay {
    private static final int LINES_WHILE_RUNNING = 18;
    private static final int WIDEST_NAME = 48;
    private static final long REDRAW_MILLIS = 150;
    private static final String FIRST_COLUMN = "\r";
    private static final String LINE_UP = "\u001b[1A";
    private static final String CLEAR_LINE = "\u001b[2K";

    private final Console console;
    private final Map<String, FlowLine> flows = new LinkedHashMap<>();
    private final List<String> notices = new ArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "progress");
        thread.setDaemon(true);
        return thread;
    });
    private ProgressEvent.@Nullable Update update;
    private @Nullable Instant started;
    private int drawn;

    LiveDisplay(Console console) {
        this.console = console;
        clock.scheduleWithFixedDelay(() -> draw(false), REDRAW_MILLIS, REDRAW_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void accept(ProgressEvent event) {
        if (started == null) {
            started = event.at();
        }
        if (event instanceof ProgressEvent.Flow flow) {
            FlowLine before = flows.getOrDefault(flow.name(), FlowLine.of(flow.name()));
            flows.put(flow.name(), before.after(flow));
        } else if (event instanceof ProgressEvent.Update newUpdate) {
            update = newUpdate;
        } else if (event instanceof ProgressEvent.Notice notice) {
            notices.add(notice.message());
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        draw(true);
    }

    private synchronized void draw(boolean last) {
        if (started == null) {
            return;
        }
        Instant now = update != null && update.last() ? update.at() : Instant.now();
        // Ctrl-C leaves its own two characters below the list
        StringBuilder screen = new StringBuilder(FIRST_COLUMN + CLEAR_LINE + (LINE_UP + CLEAR_LINE).repeat(drawn));
        notices.forEach(notice -> screen.append(notice).append('\n'));
        notices.clear();
        List<String> lines = lines(last, now);
        lines.forEach(line -> screen.append(line).append('\n'));
        drawn = lines.size();
        PrintWriter out = console.messageWriter();
        out.print(screen);
        out.flush();
    }

    private List<String> lines(boolean last, Instant now) {
        int nameWidth = flows.keySet().stream()
                .mapToInt(DisplayWidth::of)
                .map(width -> Math.min(width, WIDEST_NAME))
                .max()
                .orElse(0);
        List<FlowLine> shown = new ArrayList<>(flows.values());
        int hidden = last ? 0 : Math.max(0, shown.size() - LINES_WHILE_RUNNING);
        if (hidden > 0) {
            shown.sort(Comparator.comparingInt(FlowLine::rank));
            shown = shown.subList(0, LINES_WHILE_RUNNING);
        }
        List<String> lines = new ArrayList<>();
        shown.forEach(flow -> lines.add("  " + flow.text(console, nameWidth, now)));
        if (hidden > 0) {
            lines.add(console.styled(Style.FAINT, "  and " + hidden + " more"));
        }
        lines.add(summary(now));
        return lines;
    }

    private String summary(Instant now) {
        long done =
                flows.values().stream().filter(flow -> flow.state().isLast()).count();
        String state = update == null ? "starting" : update.state().toLowerCase(java.util.Locale.ROOT);
        Duration duration = Duration.between(started == null ? now : started, now);
        return console.styled(Style.STRONG, state) + ", " + done + " of " + flows.size() + " flows done, "
                + FlowLine.shown(duration);
    }
}
