package dev.tidewheel.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Files, commands, and what the commands show. The text of a scene has parts that begin with {@code === }: the name of a
 * file with its content below (a name that ends in {@code /} is an empty folder), or {@code $ tidewheel …} with its
 * output and exit code below. Whatever stands above the first part is for the reader, except that {@code process} says
 * that the commands need processes of their own. The parts are played in their order. Immutable.
 *
 * @param name folder and name of the file, without its ending
 */
record Scene(String name, String head, List<Part> parts) {
    private static final Path FOLDER = Path.of(System.getProperty("tidewheel.root"), "cli/src/test/resources/wrong");
    private static final String ENDING = ".txt";
    private static final String MARK = "=== ";
    private static final String PROMPT = "$ tidewheel ";
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    record Part(String title, String body) {
        boolean isCommand() {
            return title.startsWith(PROMPT);
        }

        /** The words after {@code tidewheel}; double quotes hold one together. */
        List<String> arguments() {
            List<String> arguments = new ArrayList<>();
            for (Matcher word = WORD.matcher(title.substring(PROMPT.length())); word.find(); ) {
                arguments.add(word.group(1) != null ? word.group(1) : word.group(2));
            }
            return arguments;
        }
    }

    Scene {
        parts = List.copyOf(parts);
    }

    static List<Scene> all() {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(ENDING))
                    .sorted()
                    .map(Scene::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Scene read(Path file) {
        String path = FOLDER.relativize(file).toString();
        try {
            return parse(path.substring(0, path.length() - ENDING.length()), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Scene parse(String name, String text) {
        String[] pieces = text.split("(?m)^" + MARK);
        List<Part> parts = new ArrayList<>();
        for (int i = 1; i < pieces.length; i++) {
            int end = pieces[i].indexOf('\n');
            parts.add(new Part(pieces[i].substring(0, end), pieces[i].substring(end + 1)));
        }
        return new Scene(name, pieces[0], parts);
    }

    boolean needsProcesses() {
        return head.contains("process");
    }

    List<Part> commands() {
        return parts.stream().filter(Part::isCommand).toList();
    }

    /** The same scene with what a play makes of its parts. */
    Scene played(UnaryOperator<Part> play) {
        return new Scene(name, head, parts.stream().map(play).toList());
    }

    void write() {
        try {
            Files.writeString(FOLDER.resolve(name + ENDING), text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text() {
        StringBuilder text = new StringBuilder(head);
        parts.forEach(
                part -> text.append(MARK).append(part.title()).append('\n').append(part.body()));
        return text.toString();
    }

    @Override
    public String toString() {
        return name;
    }
}
