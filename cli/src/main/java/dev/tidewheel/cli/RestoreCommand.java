package dev.tidewheel.cli;

import dev.tidewheel.cli.output.Console;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "restore",
        description = "Takes tables back to a savepoint: rows, columns, and how far their flows had come.")
final class RestoreCommand implements Callable<Integer> {
    private final EngineCommands engine;
    private final Console console;

    @Mixin
    private SpecOptions spec = new SpecOptions();

    @Parameters(index = "1", paramLabel = "SAVEPOINT", description = "Its name; `tidewheel savepoints` lists them.")
    private String name = "";

    @Parameters(
            index = "2..*",
            arity = "0..*",
            paramLabel = "TABLE",
            description = "Tables, or patterns as with --full-refresh: `orders+` are orders and all that reads it. By"
                    + " default all tables of the savepoint.")
    private List<String> tables = new ArrayList<>();

    RestoreCommand(EngineCommands engine, Console console) {
        this.engine = engine;
        this.console = console;
    }

    @Override
    public Integer call() {
        console.print(engine.restore(spec.request(), name, tables));
        return ExitCode.DONE;
    }
}
