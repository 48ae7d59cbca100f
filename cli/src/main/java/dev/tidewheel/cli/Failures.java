package dev.tidewheel.cli;

import dev.tidewheel.cli.output.Console;
import dev.tidewheel.cli.output.OutputFormat;
import dev.tidewheel.cli.output.ProblemPrinter;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever a command throws into problems and an exit code; the trace goes to a file, never to the screen. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private final Console console;

    Failures(Console console) {
        this.console = console;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        console.message("tidewheel: " + words(failure));
        if (failure instanceof UnmatchedArgumentException unmatched) {
            unmatched.getSuggestions().stream()
                    .limit(1)
                    .forEach(name -> console.message("Did you mean '" + name + "'?"));
        }
        console.message("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.INVALID;
    }

    /** The parser's words are good, save for these. */
    private static String words(ParameterException failure) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof UnmatchedArgumentException unmatched) {
            String first = unmatched.getUnmatched().get(0);
            if (unmatched.isUnknownOption()) {
                return "There is no option '" + first + "'";
            }
            boolean noCommand = !failure.getCommandLine().getSubcommands().isEmpty();
            return noCommand ? "There is no command '" + first + "'" : "'" + first + "' is one argument too many";
        }
        if (failure.getArgSpec() instanceof OptionSpec option && message.contains("KEY=VALUE")) {
            return "'" + failure.getValue() + "' is no value for '" + option.longestName() + "': write "
                    + option.longestName() + " key=value";
        }
        return message.replace(" (case-insensitive)", "");
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, @Nullable ParseResult parsed) {
        List<Problem> problems = problems(failure);
        boolean json = wantsJson(parsed);
        ProblemPrinter.of(json ? OutputFormat.JSON : OutputFormat.TEXT, console).print(problems);
        return ExitCode.of(problems);
    }

    /** What is handed in is the parse of the whole line; the format belongs to its innermost command. */
    private static boolean wantsJson(@Nullable ParseResult parsed) {
        ParseResult command = parsed;
        while (command != null && command.hasSubcommand()) {
            command = command.subcommand();
        }
        return command != null
                && command.hasMatchedOption("--format")
                && "json".equalsIgnoreCase(command.matchedOptionValue("--format", ""));
    }

    /** Does the work; what even the parser lets through, such as lack of memory, is shown like everything else. */
    int guard(IntSupplier work) {
        try {
            return work.getAsInt();
        } catch (RuntimeException | Error e) {
            List<Problem> problems = problems(e);
            ProblemPrinter.of(OutputFormat.TEXT, console).print(problems);
            return ExitCode.of(problems);
        }
    }

    private static List<Problem> problems(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof PipelineException known) {
            return known.problems();
        }
        String name = cause.getClass().getSimpleName();
        String message = cause.getMessage();
        return List.of(Problem.of(ErrorCode.INTERNAL, "Something went wrong that Tidewheel does not know of")
                .because(
                        message == null
                                ? name
                                : name + ": " + message.lines().findFirst().orElse(""))
                .remedy("Please report it with the file " + traceFile(cause)));
    }

    private static Path traceFile(Throwable failure) {
        try {
            Path file = Files.createTempFile("tidewheel-", ".log");
            try (PrintWriter writer = new PrintWriter(Files.newBufferedWriter(file))) {
                failure.printStackTrace(writer);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
