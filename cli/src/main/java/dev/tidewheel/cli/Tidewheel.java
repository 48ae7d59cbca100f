package dev.tidewheel.cli;

import dev.tidewheel.cli.output.Console;
import java.util.Optional;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** The {@code tidewheel} command. */
@Command(
        name = "tidewheel",
        description = "Declarative data pipelines on Spark and Delta Lake.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class Tidewheel {

    private Tidewheel() {}

    public static void main(String[] arguments) {
        int exitCode = execute(arguments);
        WorkNote.ofProcess().write();
        // threads of Spark may still be there; all that matters has been committed
        Runtime.getRuntime().halt(exitCode);
    }

    /** Runs a command and returns what the process is to return. */
    static int execute(String[] arguments) {
        keepLogsQuiet();
        Console console = Console.ofProcess();
        Optional<EngineCommands> engine =
                ServiceLoader.load(EngineCommands.class).findFirst();
        CommandLine commandLine = commandLine(console);
        engine.ifPresent(commands -> addEngineCommands(commandLine, commands, console));
        int exitCode = new Failures(console)
                .guard(() -> SparkHandover.of(commandLine, arguments, System.getenv())
                        .map(SparkHandover::run)
                        .orElseGet(() -> commandLine.execute(arguments)));
        console.flush();
        return exitCode;
    }

    /** Whatever logs before the engine says where the log goes would be written to the screen. */
    static void keepLogsQuiet() {
        System.setProperty("log4j2.configurationFile", "classpath:dev/tidewheel/cli/quiet-log4j2.properties");
    }

    /** The commands that need no engine. */
    static CommandLine commandLine(Console console) {
        CommandLine commandLine = new CommandLine(CommandSpec.forAnnotatedObject(new Tidewheel()));
        commandLine.addSubcommand(withHelp(new InitCommand(console)));
        commandLine.addSubcommand(withHelp(new SubmitCommand(console, System.getenv())));
        return configured(commandLine, console);
    }

    /** Adds those that do. */
    static void addEngineCommands(CommandLine commandLine, EngineCommands engine, Console console) {
        commandLine.addSubcommand(withHelp(new RunCommand(engine, console)));
        commandLine.addSubcommand(withHelp(new ValidateCommand(engine, console)));
        commandLine.addSubcommand(withHelp(new GraphCommand(engine, console)));
        commandLine.addSubcommand(withHelp(new PlanCommand(engine, console)));
        commandLine.addSubcommand(withHelp(new QueryCommand(engine, console)));
        commandLine.addSubcommand(withHelp(new EventsCommand(engine, console)));
        commandLine.addSubcommand(withHelp(new TablesCommand(engine, console)));
        commandLine.addSubcommand(withHelp(new ConnectCommand(engine, console)));
        CommandLine savepoints = withHelp(new SavepointsCommand(engine, console));
        savepoints.addSubcommand(withHelp(new SavepointsCommand.ListAll(engine, console)));
        savepoints.addSubcommand(withHelp(new SavepointsCommand.Create(engine, console)));
        savepoints.addSubcommand(withHelp(new SavepointsCommand.Expire(engine, console)));
        commandLine.addSubcommand(savepoints);
        commandLine.addSubcommand(withHelp(new RestoreCommand(engine, console)));
        configured(commandLine, console);
    }

    private static CommandLine withHelp(Object command) {
        CommandLine commandLine = new CommandLine(command);
        commandLine.getCommandSpec().mixinStandardHelpOptions(true);
        return commandLine;
    }

    /** Settings of the parser reach only the commands that are there already. */
    private static CommandLine configured(CommandLine commandLine, Console console) {
        Failures failures = new Failures(console);
        return commandLine
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(console.resultWriter())
                .setErr(console.messageWriter())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        console.colours() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF))
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures)
                .setExitCodeExceptionMapper(failure -> ExitCode.UPDATE_FAILED);
    }
}
