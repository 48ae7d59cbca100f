package dev.tidewheel.cli;

import dev.tidewheel.cli.output.Console;
import dev.tidewheel.cli.output.OutputFormat;
import dev.tidewheel.cli.output.RowPrinter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "savepoints",
        description =
                "Lists the savepoints of a pipeline: moments to which tables can go back. Makes and removes them.",
        synopsisSubcommandLabel = "[create | expire]")
final class SavepointsCommand implements Callable<Integer> {
    private final EngineCommands engine;
    private final Console console;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "SPEC_OR_DIR",
            description = "Pipeline file, folder with one, or a single .sql file.")
    private @Nullable Path spec;

    @Spec
    private @Nullable CommandSpec command;

    @Mixin
    private SettingOptions settings = new SettingOptions();

    @Mixin
    private FormatOption format = new FormatOption();

    SavepointsCommand(EngineCommands engine, Console console) {
        this.engine = engine;
        this.console = console;
    }

    @Override
    public Integer call() {
        if (spec == null) {
            throw new ParameterException(
                    Objects.requireNonNull(command, "command is null").commandLine(),
                    "Missing required parameter: 'SPEC_OR_DIR'");
        }
        return list(engine, settings.request(spec), format, console);
    }

    private static int list(EngineCommands engine, SpecRequest request, FormatOption format, Console console) {
        RowPrinter printer =
                RowPrinter.of(format.oneOf(OutputFormat.TABLE, OutputFormat.JSON, OutputFormat.CSV), console);
        EngineCommands.QueryRows savepoints = engine.savepoints(request);
        printer.print(savepoints.schema(), savepoints.rows());
        return ExitCode.DONE;
    }

    @Command(name = "list", description = "Lists the savepoints of a pipeline.")
    static final class ListAll implements Callable<Integer> {
        private final EngineCommands engine;
        private final Console console;

        @Mixin
        private SpecOptions spec = new SpecOptions();

        @Mixin
        private FormatOption format = new FormatOption();

        ListAll(EngineCommands engine, Console console) {
            this.engine = engine;
            this.console = console;
        }

        @Override
        public Integer call() {
            return list(engine, spec.request(), format, console);
        }
    }

    @Command(name = "create", description = "Makes a savepoint of tables as they are now.")
    static final class Create implements Callable<Integer> {
        private final EngineCommands engine;
        private final Console console;

        @Mixin
        private SpecOptions spec = new SpecOptions();

        @Option(names = "--name", paramLabel = "NAME", description = "Its name; by default one that says when.")
        private String name = "";

        @Parameters(
                index = "1..*",
                arity = "0..*",
                paramLabel = "TABLE",
                description = "Tables, or patterns as with --full-refresh; all tables by default.")
        private List<String> tables = new ArrayList<>();

        Create(EngineCommands engine, Console console) {
            this.engine = engine;
            this.console = console;
        }

        @Override
        public Integer call() {
            console.print(engine.createSavepoint(spec.request(), name, tables));
            return ExitCode.DONE;
        }
    }

    @Command(
            name = "expire",
            description =
                    "Removes savepoints, and checkpoints that nobody needs any more. Each update removes those that"
                            + " are older than tidewheel.savepoints.retention, 7 days by default.")
    static final class Expire implements Callable<Integer> {
        private final EngineCommands engine;
        private final Console console;

        @Mixin
        private SpecOptions spec = new SpecOptions();

        @Option(
                names = "--older-than",
                paramLabel = "TIME",
                description = "Those that are older, such as \"2 days\"; by default the retention of the pipeline.")
        private String age = "";

        @Parameters(
                index = "1..*",
                arity = "0..*",
                paramLabel = "NAME",
                description = "Savepoints to remove, whatever their age.")
        private List<String> names = new ArrayList<>();

        Expire(EngineCommands engine, Console console) {
            this.engine = engine;
            this.console = console;
        }

        @Override
        public Integer call() {
            console.print(engine.expireSavepoints(spec.request(), names, age));
            return ExitCode.DONE;
        }
    }
}
