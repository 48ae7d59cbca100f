package dev.tidewheel.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Commands and what is to come of them. In the file a command begins its line, with its result indented below:
 *
 * <pre>
 * run                             an update; the result is what its flows did
 * copy FROM FOLDER                a file arrives
 * set key=value                   from here on, as with --set
 * query SELECT ...                the result is its rows
 * </pre>
 *
 * Lines that begin with {@code #} are for the reader. Immutable.
 */
public record Story(List<Step> steps) {

    public record Step(List<String> comments, String command, List<String> result) {
        public String verb() {
            return command.split(" ", 2)[0];
        }

        public String argument() {
            return command.substring(verb().length()).strip();
        }
    }

    public Story {
        steps = List.copyOf(steps);
    }

    public static Story parse(String text) {
        List<Step> steps = new ArrayList<>();
        List<String> comments = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (line.startsWith("#") || line.isBlank()) {
                comments.add(line);
            } else if (line.startsWith("  ")) {
                steps.get(steps.size() - 1).result().add(line.substring(2));
            } else {
                steps.add(new Step(comments, line, new ArrayList<>()));
                comments = new ArrayList<>();
            }
        }
        return new Story(steps);
    }

    /** The same commands, with what really comes of them. */
    Story lived(Function<Step, List<String>> life) {
        return new Story(steps.stream()
                .map(step -> new Step(step.comments(), step.command(), life.apply(step)))
                .toList());
    }

    /** The same, told from another folder: files arrive in {@code home}. */
    Story told(String home) {
        return new Story(steps.stream()
                .map(step -> step.verb().equals("copy")
                        ? new Step(step.comments(), step.command().replace(" ", " " + home + "/"), step.result())
                        : step)
                .toList());
    }

    List<String> arguments(String verb) {
        return steps.stream()
                .filter(step -> step.verb().equals(verb))
                .map(Step::argument)
                .toList();
    }

    @Override
    public String toString() {
        return steps.stream()
                .flatMap(step -> {
                    List<String> lines = new ArrayList<>(step.comments());
                    lines.add(step.command());
                    step.result().forEach(line -> lines.add("  " + line));
                    return lines.stream();
                })
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
