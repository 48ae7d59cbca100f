package dev.tidewheel.cli;

import dev.tidewheel.cli.output.Console;
import dev.tidewheel.cli.output.OutputFormat;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "events", description = "Prints the event log of a pipeline. Formats: text, json.")
final class EventsCommand implements Callable<Integer> {

    /** Levels by rising weight. */
    enum Level {
        METRICS,
        INFO,
        WARN,
        ERROR
    }

    private final EngineCommands engine;
    private final Console console;

    @Mixin
    private SpecOptions spec = new SpecOptions();

    @Option(names = "--update", paramLabel = "ID", description = "Only events of this update.")
    private @Nullable String update;

    @Option(
            names = "--level",
            paramLabel = "L",
            description = "Lowest level to be shown: ${COMPLETION-CANDIDATES}; default INFO.")
    private Level level = Level.INFO;

    @Option(names = "--follow", description = "Goes on with new events until stopped.")
    private boolean follow;

    @Mixin
    private FormatOption format = new FormatOption();

    EventsCommand(EngineCommands engine, Console console) {
        this.engine = engine;
        this.console = console;
    }

    @Override
    public Integer call() {
        OutputFormat outputFormat = format.oneOf(OutputFormat.TEXT, OutputFormat.JSON);
        EventsRequest request = new EventsRequest(spec.request(), update, level.name(), follow);
        AtomicBoolean any = new AtomicBoolean();
        engine.events(request, outputFormat, line -> {
            any.set(true);
            console.print(line);
        });
        if (!any.get() && outputFormat == OutputFormat.TEXT) {
            console.message("No events.");
        }
        return ExitCode.DONE;
    }
}
