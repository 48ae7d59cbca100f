package dev.tidewheel.cli;

import dev.tidewheel.cli.submit.DeployMode;
import dev.tidewheel.cli.submit.SparkInstallation;
import dev.tidewheel.cli.submit.Submission;
import dev.tidewheel.engine.session.ClusterJars;
import dev.tidewheel.engine.session.Submitted;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * A command for a cluster that only an installation of Spark can reach, as YARN and Kubernetes are: it is given to {@code
 * spark-submit} as it is, whose driver runs on this machine and uses this terminal.
 */
record SparkHandover(Submission submission) {

    /** The command line for {@code spark-submit}, if it needs one. */
    static Optional<SparkHandover> of(CommandLine commandLine, String[] arguments, Map<String, String> environment) {
        ParseResult command;
        try {
            command = commandLine.parseArgs(arguments).subcommand();
        } catch (ParameterException e) {
            // it is parsed again, and what is wrong is said then
            return Optional.empty();
        }
        if (command == null || !command.hasMatchedOption("--master") || Submitted.bySparkSubmit()) {
            return Optional.empty();
        }
        String master = command.matchedOptionValue("--master", "");
        boolean submits = command.commandSpec().userObject() instanceof SubmitCommand;
        if (submits || !(master.equals("yarn") || master.startsWith("k8s://"))) {
            return Optional.empty();
        }
        Map<String, String> conf = command.matchedOptionValue("--conf", Map.of());
        try {
            return Optional.of(new SparkHandover(new Submission(
                    SparkInstallation.find(environment),
                    master,
                    DeployMode.CLIENT,
                    "tidewheel",
                    ClusterJars.ofThisProcess(Files.createTempDirectory("tidewheel-submit-")),
                    conf,
                    List.of(arguments))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for its end; the result is that of the command. */
    int run() {
        try {
            return start(submission);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.UPDATE_FAILED;
        }
    }

    /** Runs it on this terminal. To be asked to end is passed on. */
    static int start(Submission submission) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(submission.command()).inheritIO().start();
        Thread ending = new Thread(process::destroy, "end-spark-submit");
        Runtime.getRuntime().addShutdownHook(ending);
        int exitCode = process.waitFor();
        Runtime.getRuntime().removeShutdownHook(ending);
        return exitCode;
    }
}
