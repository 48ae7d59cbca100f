package dev.tidewheel.cli;

import dev.tidewheel.cli.output.Console;
import dev.tidewheel.cli.output.OutputFormat;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "graph", description = "Prints the graph of a pipeline. Formats: text, mermaid, json.")
final class GraphCommand implements Callable<Integer> {
    private final EngineCommands engine;
    private final Console console;

    @Mixin
    private SpecOptions spec = new SpecOptions();

    @Mixin
    private FormatOption format = new FormatOption();

    GraphCommand(EngineCommands engine, Console console) {
        this.engine = engine;
        this.console = console;
    }

    @Override
    public Integer call() {
        OutputFormat outputFormat = format.oneOf(OutputFormat.TEXT, OutputFormat.MERMAID, OutputFormat.JSON);
        console.print(engine.graph(spec.request(), outputFormat));
        return ExitCode.DONE;
    }
}
