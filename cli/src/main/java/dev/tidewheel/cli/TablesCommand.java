package dev.tidewheel.cli;

import dev.tidewheel.cli.output.Console;
import dev.tidewheel.cli.output.OutputFormat;
import dev.tidewheel.cli.output.RowPrinter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "tables", description = "Lists the datasets of a pipeline: kind, rows, last update, state.")
final class TablesCommand implements Callable<Integer> {
    private final EngineCommands engine;
    private final Console console;

    @Mixin
    private SpecOptions spec = new SpecOptions();

    @Mixin
    private FormatOption format = new FormatOption();

    TablesCommand(EngineCommands engine, Console console) {
        this.engine = engine;
        this.console = console;
    }

    @Override
    public Integer call() {
        RowPrinter printer =
                RowPrinter.of(format.oneOf(OutputFormat.TABLE, OutputFormat.JSON, OutputFormat.CSV), console);
        EngineCommands.QueryRows tables = engine.tables(spec.request());
        printer.print(tables.schema(), tables.rows());
        return ExitCode.DONE;
    }
}
