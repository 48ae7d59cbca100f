package dev.tidewheel.cli;

import dev.tidewheel.cli.output.Console;
import dev.tidewheel.cli.output.OutputFormat;
import dev.tidewheel.cli.output.ProblemPrinter;
import dev.tidewheel.cli.output.RowPrinter;
import dev.tidewheel.cli.progress.ProgressEvent;
import dev.tidewheel.cli.progress.RunDisplay;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "run", description = "Brings the tables of a pipeline up to date.")
final class RunCommand implements Callable<Integer> {
    private final EngineCommands engine;
    private final Console console;

    @Mixin
    private SpecOptions spec = new SpecOptions();

    @Mixin
    private SelectionOptions selection = new SelectionOptions();

    @Mixin
    private FormatOption format = new FormatOption();

    @Option(
            names = "--continuous",
            description = "Keep running and process data as it arrives, until Ctrl-C, even if the pipeline file does"
                    + " not say so.")
    private boolean continuous;

    RunCommand(EngineCommands engine, Console console) {
        this.engine = engine;
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        OutputFormat outputFormat = format.oneOf(OutputFormat.TEXT, OutputFormat.JSON);
        RunRequest request = selection.of(spec.request());
        if (continuous) {
            request = request.continuously();
        }
        EngineCommands.UpdateOutcome outcome;
        EngineCommands.RunningUpdate update;
        try (RunDisplay display = RunDisplay.on(console, outputFormat)) {
            update = engine.run(request, display);
            EngineCommands.RunningUpdate started = update;
            try (StopSignals signals = StopSignals.handledBy(() -> {
                display.accept(new ProgressEvent.Notice(Instant.now(), "Stopping. Press Ctrl-C again to end at once."));
                started.stop();
            })) {
                outcome = update.await();
            }
        }
        if (outcome.completed()) {
            if (outputFormat == OutputFormat.TEXT) {
                update.preview().ifPresent(this::show);
            }
            return ExitCode.DONE;
        }
        if (outcome.problems().isEmpty()) {
            return ExitCode.UPDATE_FAILED;
        }
        ProblemPrinter.of(outputFormat, console).print(outcome.problems());
        return ExitCode.of(outcome.problems());
    }

    private void show(EngineCommands.UpdatePreview preview) {
        console.print("");
        RowPrinter.of(OutputFormat.TABLE, console)
                .print(preview.rows().schema(), preview.rows().rows());
        if (!preview.hint().isEmpty()) {
            console.print("");
            console.print(preview.hint().strip());
        }
    }
}
