package dev.tidewheel.cli;

import dev.tidewheel.cli.output.OutputFormat;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --format}, whose values differ from command to command. */
final class FormatOption {
    @Option(names = "--format", paramLabel = "F", description = "Format of the output; json for machines.")
    private @Nullable String name;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    /** The format that was asked for, or the first of these. */
    OutputFormat oneOf(OutputFormat... allowed) {
        if (name == null) {
            return allowed[0];
        }
        for (OutputFormat format : allowed) {
            if (format.label().equals(name.toLowerCase(Locale.ROOT))) {
                return format;
            }
        }
        String labels = Arrays.stream(allowed).map(OutputFormat::label).collect(Collectors.joining(", "));
        if (command == null) {
            throw new IllegalStateException("not part of a command");
        }
        throw new ParameterException(
                command.commandLine(), "Invalid value for option '--format': '" + name + "' is not one of " + labels);
    }
}
