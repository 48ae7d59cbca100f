package dev.tidewheel.engine.frontend.python.host;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Python on this machine, as the user would start it. Immutable. */
record Interpreter(Path command) {

    /** Names the interpreter to use. */
    static final String VARIABLE = "TIDEWHEEL_PYTHON";

    static final String NEEDED = "3.10";
    private static final int NEEDED_MINOR = 10;
    private static final List<String> NAMES =
            List.of("python3", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10", "python");
    private static final Pattern VERSION = Pattern.compile("Python (\\d+)\\.(\\d+)\\S*");

    /**
     * Interpreters that could be meant, best first; none is started.
     *
     * @param environment variables of this process
     * @throws PipelineException PYTHON_NOT_FOUND
     */
    static List<Interpreter> candidates(Map<String, String> environment) {
        String chosen = environment.getOrDefault(VARIABLE, "");
        if (!chosen.isBlank()) {
            return List.of(find(chosen, environment)
                    .orElseThrow(() -> new PipelineException(Problem.of(
                                    ErrorCode.PYTHON_NOT_FOUND, VARIABLE + " is `" + chosen + "`, which is not there")
                            .remedy("point it at a Python " + NEEDED + " or newer, or remove it"))));
        }
        List<Interpreter> found = new ArrayList<>();
        for (String name : NAMES) {
            find(name, environment).ifPresent(found::add);
        }
        if (found.isEmpty()) {
            throw new PipelineException(Problem.of(ErrorCode.PYTHON_NOT_FOUND, "no Python was found on this machine")
                    .because("the pipeline has Python files; python3 is not on the PATH")
                    .remedy("install Python " + NEEDED + " or newer, or point " + VARIABLE + " at one"));
        }
        return found;
    }

    private static Optional<Interpreter> find(String name, Map<String, String> environment) {
        if (name.contains(File.separator)) {
            return Optional.of(Path.of(name)).filter(Files::isExecutable).map(Interpreter::new);
        }
        for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator)) {
            Path candidate = Path.of(folder.isEmpty() ? "." : folder, name);
            if (Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
                return Optional.of(new Interpreter(candidate));
            }
        }
        return Optional.empty();
    }

    /** The first one that is new enough. */
    static Interpreter firstUsable(List<Interpreter> candidates) {
        List<String> refused = new ArrayList<>();
        for (Interpreter candidate : candidates) {
            Commands.Result result = Commands.run(List.of(candidate.command().toString(), "--version"), Path.of("."));
            Matcher version = VERSION.matcher(result.output());
            if (result.status() == 0 && version.find()) {
                if (version.group(1).equals("3") && Integer.parseInt(version.group(2)) >= NEEDED_MINOR) {
                    return candidate;
                }
                refused.add(candidate.command() + " is " + version.group());
            } else {
                refused.add(candidate.command() + " does not start");
            }
        }
        throw new PipelineException(
                Problem.of(ErrorCode.PYTHON_NOT_FOUND, "no Python " + NEEDED + " or newer was found on this machine")
                        .because(String.join(", ", refused))
                        .remedy("install Python " + NEEDED + " or newer, or point " + VARIABLE + " at one"));
    }
}
