package dev.tidewheel.cli;

import dev.tidewheel.cli.output.Console;
import dev.tidewheel.cli.output.OutputFormat;
import dev.tidewheel.cli.output.ProblemPrinter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "plan", description = "Says what a run would do and why; changes nothing.")
final class PlanCommand implements Callable<Integer> {
    private final EngineCommands engine;
    private final Console console;

    @Mixin
    private SpecOptions spec = new SpecOptions();

    @Mixin
    private SelectionOptions selection = new SelectionOptions();

    @Mixin
    private FormatOption format = new FormatOption();

    PlanCommand(EngineCommands engine, Console console) {
        this.engine = engine;
        this.console = console;
    }

    @Override
    public Integer call() {
        OutputFormat outputFormat = format.oneOf(OutputFormat.TEXT, OutputFormat.JSON);
        EngineCommands.PlannedUpdate plan = engine.plan(selection.of(spec.request()), outputFormat);
        console.print(plan.text());
        if (plan.refusals().isEmpty()) {
            return ExitCode.DONE;
        }
        ProblemPrinter.of(outputFormat, console).print(plan.refusals());
        return ExitCode.of(plan.refusals());
    }
}
