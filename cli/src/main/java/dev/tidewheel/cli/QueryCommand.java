package dev.tidewheel.cli;

import dev.tidewheel.cli.output.Console;
import dev.tidewheel.cli.output.OutputFormat;
import dev.tidewheel.cli.output.RowPrinter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "query",
        description = "Runs a query over the tables of a pipeline, by name. Formats: table, json, csv.")
final class QueryCommand implements Callable<Integer> {
    private final EngineCommands engine;
    private final Console console;

    @Mixin
    private SpecOptions spec = new SpecOptions();

    @Parameters(index = "1", paramLabel = "SQL", description = "The query, in quotes.")
    private String sql = "";

    @Mixin
    private FormatOption format = new FormatOption();

    QueryCommand(EngineCommands engine, Console console) {
        this.engine = engine;
        this.console = console;
    }

    @Override
    public Integer call() {
        RowPrinter printer =
                RowPrinter.of(format.oneOf(OutputFormat.TABLE, OutputFormat.JSON, OutputFormat.CSV), console);
        EngineCommands.QueryRows result = engine.query(spec.request(), sql);
        printer.print(result.schema(), result.rows());
        return ExitCode.DONE;
    }
}
