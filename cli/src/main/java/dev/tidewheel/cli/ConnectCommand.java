package dev.tidewheel.cli;

import dev.tidewheel.cli.output.Console;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "connect",
        description = "Serves Spark's own client: spark-pipelines run --remote … runs its pipelines here.")
final class ConnectCommand implements Callable<Integer> {
    /** Where Spark's clients look if they are given no port. */
    private static final String PORT = "15002";

    private final EngineCommands engine;
    private final Console console;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "SPEC_OR_DIR",
            description = "Pipeline whose tables clients see by name. Default: that of this folder, if there is one.")
    private Path spec = Path.of("");

    @Mixin
    private SettingOptions settings = new SettingOptions();

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = PORT,
            description = "Port of this machine to listen on; 0 for any that is free. Default: " + PORT + ".")
    private int port;

    ConnectCommand(EngineCommands engine, Console console) {
        this.engine = engine;
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (EngineCommands.RunningServer server = engine.connect(settings.request(spec), port, console::message);
                StopSignals signals = StopSignals.handledBy(() -> {
                    console.message("Stopping. Press Ctrl-C again to end at once.");
                    server.stop();
                })) {
            console.print(server.address());
            console.message("Serving this address. To run a pipeline on it:");
            console.message("  spark-pipelines run --remote \"" + server.address() + "\"");
            console.message("Who knows the address may do what you may do here. Press Ctrl-C to end.");
            server.await();
        }
        return ExitCode.DONE;
    }
}
