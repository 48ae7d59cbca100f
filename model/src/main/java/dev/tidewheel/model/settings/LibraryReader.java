package dev.tidewheel.model.settings;

import dev.tidewheel.model.document.Node;
import dev.tidewheel.model.document.Node.Entry;
import dev.tidewheel.model.document.Node.Mapping;
import dev.tidewheel.model.document.Node.Scalar;
import dev.tidewheel.model.document.Node.ScalarKind;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SourceLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the entries of {@code libraries}. What has the wrong shape has been reported and is passed over. */
final class LibraryReader {
    private static final Set<String> KINDS = Set.of("glob", "file", "notebook", "folder", "jar", "maven", "whl");

    private final List<Problem> problems;

    /**
     * @param problems gets what is wrong
     */
    LibraryReader(List<Problem> problems) {
        this.problems = problems;
    }

    List<Library> read(List<Node> elements) {
        List<Library> libraries = new ArrayList<>();
        for (Node element : elements) {
            if (element instanceof Scalar scalar && scalar.kind() == ScalarKind.TEXT) {
                libraries.add(
                        Glob.hasWildcard(scalar.text())
                                ? new Library.Glob(scalar.text(), scalar.location())
                                : new Library.File(scalar.text(), scalar.location()));
            } else if (element instanceof Mapping mapping) {
                single(mapping).ifPresent(libraries::add);
            }
        }
        for (Library library : libraries) {
            if (library instanceof Library.Glob glob) {
                Glob.check(glob.pattern(), glob.location()).ifPresent(problems::add);
            }
        }
        return libraries;
    }

    private Optional<Library> single(Mapping library) {
        List<String> kinds = library.entries().stream()
                .map(Entry::key)
                .filter(key -> KINDS.contains(key) && library.get(key).isPresent())
                .toList();
        boolean named = library.get("class").isPresent();
        if (kinds.size() > 1 || (named && !kinds.isEmpty() && !kinds.get(0).equals("jar"))) {
            String given = library.keys().stream().map(key -> "`" + key + "`").collect(Collectors.joining(" and "));
            problems.add(Problem.of(ErrorCode.PIPELINE_FILE_INVALID_VALUE, "One entry of `libraries` has " + given)
                    .remedy("Write one entry for each")
                    .at(library.location()));
            return Optional.empty();
        }
        if (kinds.isEmpty()) {
            if (!named && library.entries().stream().allMatch(entry -> KINDS.contains(entry.key()))) {
                problems.add(Problem.of(ErrorCode.PIPELINE_FILE_INVALID_VALUE, "An entry of `libraries` is empty")
                        .remedy("Name a file, as in `- file: orders.sql`")
                        .at(library.location()));
            }
            return library.text("class").map(name -> new Library.JavaClass(name, library.location()));
        }
        return ofKind(kinds.get(0), library);
    }

    private static Optional<Library> ofKind(String kind, Mapping library) {
        Optional<Scalar> value = value(library, kind);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        String text = value.get().text();
        SourceLocation location = value.get().location();
        return Optional.of(
                switch (kind) {
                    case "glob" -> new Library.Glob(text, location);
                    case "file" -> new Library.File(text, location);
                    case "notebook" -> new Library.Notebook(text, location);
                    case "folder" -> new Library.Folder(text, location);
                    case "jar" -> new Library.Jar(text, library.text("class").orElse(null), location);
                    case "maven" -> maven(text, library, location);
                    case "whl" -> new Library.Wheel(text, location);
                    default -> throw new IllegalStateException("unknown kind of library: " + kind);
                });
    }

    private static Library maven(String coordinates, Mapping library, SourceLocation location) {
        Optional<Mapping> details = library.mapping("maven");
        return new Library.Maven(
                coordinates,
                details.flatMap(mapping -> mapping.text("repo")).orElse(null),
                details.map(mapping -> SettingsReader.texts(mapping, "exclusions"))
                        .orElse(List.of()),
                location);
    }

    /** The text that stands under {@code kind}, or under the one key that its long form needs. */
    private static Optional<Scalar> value(Mapping library, String kind) {
        Optional<Node> value = library.get(kind);
        if (value.isPresent() && value.get() instanceof Mapping details) {
            String inner = switch (kind) {
                case "glob" -> "include";
                case "maven" -> "coordinates";
                default -> "path";
            };
            value = details.get(inner);
        }
        return value.filter(Scalar.class::isInstance).map(Scalar.class::cast);
    }
}
