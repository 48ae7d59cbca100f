package dev.tidewheel.cli;

import dev.tidewheel.cli.output.Console;
import dev.tidewheel.cli.project.Language;
import dev.tidewheel.cli.project.NewProject;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "init", description = "Writes a runnable pipeline with sample data into a new or empty folder.")
final class InitCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "DIR", description = "The folder; made if it is missing.")
    private Path folder = Path.of("");

    @Option(
            names = "--language",
            paramLabel = "LANGUAGE",
            defaultValue = "sql",
            description = "What the files are written in: sql or python; sql if not given.")
    private Language language = Language.SQL;

    InitCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        NewProject.in(folder, language).forEach(file -> console.print("wrote " + folder.resolve(file)));
        console.print("");
        console.print("Next: tidewheel run " + folder);
        return ExitCode.DONE;
    }
}
