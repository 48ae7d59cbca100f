package dev.tidewheel.cli.progress;

import dev.tidewheel.cli.output.Console;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A line for each change of state; work in between is summed up. Thread-safe. */
final class LineDisplay implements RunDisplay {
    private final Console console;
    private final Map<String, FlowLine> flows = new HashMap<>();
    private @Nullable Instant started;

    LineDisplay(Console console) {
        this.console = console;
    }

    @Override
    public synchronized void accept(ProgressEvent event) {
        if (started == null) {
            started = event.at();
        }
        if (event instanceof ProgressEvent.Flow flow) {
            FlowLine before = flows.getOrDefault(flow.name(), FlowLine.of(flow.name()));
            FlowLine after = before.after(flow);
            flows.put(flow.name(), after);
            if (before.state() != after.state()) {
                String figures =
                        after.state().isLast() ? after.figures(event.at()).strip() : "";
                console.message((flow.name() + ": " + after.state().label() + (figures.isEmpty() ? "" : ", " + figures))
                        .replaceAll(" {2,}", ", "));
            }
        } else if (event instanceof ProgressEvent.Update update) {
            String duration = update.last() ? " after " + FlowLine.shown(Duration.between(started, event.at())) : "";
            console.message(
                    "update " + update.id() + ": " + update.state().toLowerCase(java.util.Locale.ROOT) + duration);
        } else if (event instanceof ProgressEvent.Notice notice) {
            console.message(notice.message());
        }
    }

    @Override
    public void close() {
        console.flush();
    }
}
