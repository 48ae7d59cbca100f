package dev.tidewheel.cli;

import dev.tidewheel.cli.engine.PipelineCommands;
import dev.tidewheel.cli.output.Console;
import dev.tidewheel.engine.EngineOptions;
import dev.tidewheel.engine.PipelineEngine;
import dev.tidewheel.engine.session.SessionOptions;
import dev.tidewheel.engine.session.SparkSessions;
import dev.tidewheel.model.settings.PipelineSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.spark.sql.classic.SparkSession;
import picocli.CommandLine;

/**
 * The whole command line in this process. Each command has its own session on the one Spark of the process. Whatever else
 * is written to the screen meanwhile counts as output too.
 */
final class CommandsHere implements Stage.Commands {
    @Override
    public Stage.Result run(List<String> arguments) {
        ByteArrayOutputStream screen = new ByteArrayOutputStream();
        PrintStream out = System.out;
        PrintStream err = System.err;
        PrintStream both = new PrintStream(screen, true, StandardCharsets.UTF_8);
        System.setOut(both);
        System.setErr(both);
        try {
            int exitCode = execute(Console.of(screen, screen), arguments);
            return new Stage.Result(screen.toString(StandardCharsets.UTF_8), exitCode);
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    private static int execute(Console console, List<String> arguments) {
        CommandLine commandLine = Tidewheel.commandLine(console);
        Tidewheel.addEngineCommands(commandLine, new PipelineCommands(CommandsHere::open), console);
        int exitCode = new Failures(console).guard(() -> commandLine.execute(arguments.toArray(String[]::new)));
        console.flush();
        return exitCode;
    }

    private static PipelineEngine open(PipelineSettings settings, EngineOptions options) {
        SessionOptions base =
                SessionOptions.local("wrong inputs").withMaster("local[2]").withLog(options.log());
        SparkSession session = ((SparkSession) SparkSessions.open(base)).newSession();
        settings.configuration().forEach((key, value) -> {
            if (key.startsWith("spark.")) {
                session.conf().set(key, value);
            }
        });
        return PipelineEngine.on(session, settings);
    }
}
