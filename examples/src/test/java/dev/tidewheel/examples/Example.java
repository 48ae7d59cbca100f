package dev.tidewheel.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A folder of {@code examples/}. Immutable. */
public record Example(String name) {
    private static final Path FOLDER = Path.of(System.getProperty("tidewheel.root"), "examples");

    private static final Set<String> NO_EXAMPLES = Set.of("src", "target");

    /** Those that need a server: the tests of the connectors start one and run them. */
    private static final Set<String> NEED_SERVERS = Set.of("databases", "event-hubs", "kafka", "mqtt");

    private static final Pattern TWIN = Pattern.compile("(.+)-(java|python)");

    /** All folders that are there, whether or not anything is known about them. */
    public static List<Example> all() {
        try (Stream<Path> folders = Files.list(FOLDER)) {
            return folders.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .filter(name ->
                            !NO_EXAMPLES.contains(name) && !NEED_SERVERS.contains(name) && !name.startsWith("."))
                    .sorted()
                    .map(Example::new)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The example of which this one is a twin: the same pipeline in another language, with the same data. */
    Optional<Example> original() {
        Matcher twin = TWIN.matcher(name);
        return twin.matches() && Files.isDirectory(FOLDER.resolve(twin.group(1)))
                ? Optional.of(new Example(twin.group(1)))
                : Optional.empty();
    }

    List<Example> twins() {
        return all().stream()
                .filter(other -> other.original().filter(this::equals).isPresent())
                .toList();
    }

    /** What is to happen when it is run; for a twin, what happens to the original. */
    public Story story() throws IOException {
        Optional<Example> original = original();
        return original.isPresent()
                ? original.get().story().told("../" + original.get().name())
                : Story.parse(Files.readString(storyFile()));
    }

    /** Twins have none. */
    Path storyFile() {
        return FOLDER.resolve("src/test/resources/stories/" + name + ".txt");
    }

    Readme readme() throws IOException {
        return new Readme(name, Files.readString(FOLDER.resolve(name).resolve("README.md")));
    }

    /** Copies all examples, as one may refer to files of another; gives the folder of this one. */
    public Path copyTo(Path target) throws IOException {
        Files.walkFileTree(FOLDER, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                String own = folder.getFileName().toString();
                if (own.equals(".tidewheel") || folder.getParent().equals(FOLDER) && NO_EXAMPLES.contains(own)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(in(folder));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, in(file));
                return FileVisitResult.CONTINUE;
            }

            private Path in(Path path) {
                return target.resolve(FOLDER.relativize(path).toString());
            }
        });
        return target.resolve(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
