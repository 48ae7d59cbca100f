package dev.tidewheel.cli;

import dev.tidewheel.cli.output.Console;
import dev.tidewheel.cli.output.OutputFormat;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "validate", description = "Checks a pipeline as a run would, writes nothing, and prints its graph.")
final class ValidateCommand implements Callable<Integer> {
    private final EngineCommands engine;
    private final Console console;

    @Mixin
    private SpecOptions spec = new SpecOptions();

    @Mixin
    private FormatOption format = new FormatOption();

    ValidateCommand(EngineCommands engine, Console console) {
        this.engine = engine;
        this.console = console;
    }

    @Override
    public Integer call() {
        console.print(engine.validate(spec.request(), format.oneOf(OutputFormat.TEXT, OutputFormat.JSON)));
        return ExitCode.DONE;
    }
}
