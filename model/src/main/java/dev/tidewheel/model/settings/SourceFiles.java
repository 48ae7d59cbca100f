package dev.tidewheel.model.settings;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SourceLocation;
import dev.tidewheel.model.text.Suggestions;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the files that a pipeline's libraries stand for. Hidden folders and the storage are never looked into. Not
 * safe for use by several threads.
 */
public final class SourceFiles {
    /** Where sources are by default. */
    private static final String TRANSFORMATIONS = "transformations";
    /** Without a folder of that name all is searched, save for what tools leave behind. */
    private static final Set<String> BUILT = Set.of("target", "build", "node_modules");

    private static final Pattern PIPELINE_IMPORT =
            Pattern.compile("\\b(import dlt|from dlt|pyspark\\.pipelines|import pipelines|tidewheel)\\b");

    private final PipelineSettings settings;
    private final List<Path> closed = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Map<Object, SourceFile> found = new LinkedHashMap<>();

    private SourceFiles(PipelineSettings settings) {
        this.settings = settings;
        settings.storageFolder().ifPresent(closed::add);
        closed.add(settings.folder().resolve(PipelineFile.STORAGE_FOLDER));
    }

    /**
     * The source files in the order of the libraries, those of one library by path, none twice.
     *
     * @throws PipelineException with all that is wrong: {@link ErrorCode#SOURCE_FILE_NOT_FOUND} for files and globs
     *     that match nothing, {@link ErrorCode#SOURCE_FILE_UNSUPPORTED} for languages that cannot be read
     */
    public static List<SourceFile> find(PipelineSettings settings) {
        SourceFiles files = new SourceFiles(settings);
        if (settings.libraries().stream().allMatch(Library::isForeign)) {
            files.addDefault();
        } else {
            settings.libraries().forEach(files::add);
        }
        if (files.problems.isEmpty() && files.found.isEmpty()) {
            files.problems.add(Problem.of(ErrorCode.SOURCE_FILE_NOT_FOUND, "No source file is left")
                    .because("`filters` leave out all that `libraries` name")
                    .at(settings.locationOf("filters").orElse(null)));
        }
        if (!files.problems.isEmpty()) {
            throw new PipelineException(files.problems);
        }
        return List.copyOf(files.found.values());
    }

    private void addDefault() {
        Path transformations = settings.root().resolve(TRANSFORMATIONS);
        if (Files.isDirectory(transformations)) {
            if (addBelow(transformations, Set.of(), null) == 0) {
                nothingIn(transformations, null);
            }
            return;
        }
        // beside a pipeline file there may be scripts that are no part of it
        List<Path> sources = list(settings.root(), BUILT, null).stream()
                .filter(SourceFiles::isDefinition)
                .toList();
        sources.forEach(path -> addFile(path, null));
        if (sources.isEmpty()) {
            nothingIn(settings.root(), null);
        }
    }

    /** Scripts that merely lie beside a pipeline file are not to be run: a Python file counts by what it imports. */
    private static boolean isDefinition(Path path) {
        SourceKind kind = SourceKind.of(path);
        if (kind != SourceKind.PYTHON) {
            return kind != SourceKind.OTHER;
        }
        try {
            return PIPELINE_IMPORT.matcher(Files.readString(path)).find();
        } catch (java.io.IOException e) {
            return false;
        }
    }

    private void add(Library library) {
        if (library instanceof Library.Glob glob) {
            addGlob(glob);
        } else if (library instanceof Library.File file) {
            addPath(file.path(), List.of(""), file.location());
        } else if (library instanceof Library.Folder folder) {
            addPath(folder.path(), List.of(""), folder.location());
        } else if (library instanceof Library.Notebook notebook) {
            addPath(notebook.path(), List.of("", ".sql", ".java", ".py", ".ipynb"), notebook.location());
        } else if (library instanceof Library.Jar jar) {
            existing(jar.path(), List.of(""), jar.location())
                    .ifPresent(path -> found.putIfAbsent(
                            path + "#" + jar.className(),
                            new SourceFile.Compiled(path, jar.className(), jar.location())));
        } else if (library instanceof Library.JavaClass javaClass) {
            found.putIfAbsent(
                    "#" + javaClass.className(),
                    new SourceFile.Compiled(null, javaClass.className(), javaClass.location()));
        } else if (library instanceof Library.Wheel wheel) {
            problems.add(Problem.of(ErrorCode.SOURCE_FILE_UNSUPPORTED, "`" + wheel.path() + "` is a wheel")
                    .because("A wheel is a package, not source code of a pipeline")
                    .remedy("Name it under `environment: {dependencies: [...]}`")
                    .at(wheel.location()));
        }
    }

    private void addGlob(Library.Glob library) {
        Optional<Path> base = local(Glob.head(library.pattern()), library.location());
        if (base.isEmpty()) {
            return;
        }
        Glob glob = Glob.of(library.pattern(), base.get());
        if (glob.literal()) {
            addPath(library.pattern(), List.of(""), library.location());
        } else if (Files.isDirectory(glob.base())) {
            addMatches(glob, library);
        } else {
            notFound(
                    "The folder `" + name(glob.base()) + "` of the glob `" + library.pattern() + "` does not exist",
                    library.pattern(),
                    glob.base(),
                    library.location());
        }
    }

    private void addMatches(Glob glob, Library.Glob library) {
        List<Path> matches = list(glob.base(), Set.of(), library.location()).stream()
                .filter(glob::matches)
                .toList();
        List<Path> sources = matches.stream()
                .filter(path -> SourceKind.of(path) != SourceKind.OTHER)
                .toList();
        if (sources.isEmpty()) {
            Problem problem = Problem.of(
                    ErrorCode.SOURCE_FILE_NOT_FOUND,
                    "The glob `" + library.pattern() + "` matches no source file in `" + glob.base() + "`");
            problems.add((matches.isEmpty()
                            ? problem
                            : problem.because("It matches " + matches.size() + " other "
                                    + (matches.size() == 1 ? "file" : "files") + ", such as `"
                                    + name(matches.get(0)) + "`"))
                    .remedy("Source files end in `.sql`, `.py` or `.java`; `folder/**` takes all below a folder")
                    .at(library.location()));
        }
        sources.forEach(path -> addFile(path, library.location()));
    }

    private void addPath(String path, List<String> endings, SourceLocation location) {
        existing(path, endings, location).ifPresent(file -> {
            if (!Files.isDirectory(file)) {
                addFile(file, location);
            } else if (addBelow(file, Set.of(), location) == 0) {
                nothingIn(file, location);
            }
        });
    }

    /** How many source files of any language there are. */
    private int addBelow(Path folder, Set<String> closedNames, @Nullable SourceLocation location) {
        List<Path> sources = list(folder, closedNames, location).stream()
                .filter(path -> SourceKind.of(path) != SourceKind.OTHER)
                .toList();
        sources.forEach(path -> addFile(path, location));
        return sources.size();
    }

    private void addFile(Path file, @Nullable SourceLocation location) {
        if (!isWanted(file)) {
            return;
        }
        String name = name(file);
        switch (SourceKind.of(file)) {
            case SQL -> found.putIfAbsent(file, new SourceFile.Sql(file, name));
            case JAVA -> found.putIfAbsent(file, new SourceFile.Java(file, name));
            case PYTHON -> found.putIfAbsent(file, new SourceFile.Python(file, name));
            case OTHER ->
                problems.add(Problem.of(ErrorCode.SOURCE_FILE_UNSUPPORTED, "`" + name + "` is not a source file")
                        .remedy("Source files end in `.sql`, `.py` or `.java`")
                        .at(location));
        }
    }

    private boolean isWanted(Path file) {
        SourceFilter filters = settings.filters();
        return (filters.include().isEmpty() || filters.include().stream().anyMatch(glob -> isMatch(glob, file)))
                && filters.exclude().stream().noneMatch(glob -> isMatch(glob, file));
    }

    private boolean isMatch(String glob, Path file) {
        return LocalPath.of(settings.mounts().resolve(Glob.head(glob), settings.folder()))
                .filter(base -> Glob.of(glob, base).matches(file))
                .isPresent();
    }

    private List<Path> list(Path folder, Set<String> closedNames, @Nullable SourceLocation location) {
        try {
            return FolderWalk.list(folder, closed, closedNames, path -> true);
        } catch (UncheckedIOException e) {
            problems.add(Problem.of(ErrorCode.SOURCE_FILE_NOT_FOUND, "The folder `" + name(folder) + "` cannot be read")
                    .because(String.valueOf(e.getCause()))
                    .at(location));
            return List.of();
        }
    }

    private Optional<Path> existing(String path, List<String> endings, SourceLocation location) {
        Optional<Path> local = local(path, location);
        if (local.isEmpty()) {
            return Optional.empty();
        }
        Path wanted = local.get().normalize();
        Optional<Path> file = endings.stream()
                .map(ending -> wanted.resolveSibling(wanted.getFileName() + ending))
                .filter(Files::exists)
                .findFirst();
        if (file.isEmpty()) {
            notFound("`" + path + "` does not exist", path, wanted, location);
        }
        return file;
    }

    private Optional<Path> local(String path, SourceLocation location) {
        Optional<Path> place = LocalPath.of(settings.mounts().resolve(path, settings.folder()));
        if (place.isPresent()) {
            return place;
        }
        problems.add(Problem.of(ErrorCode.SOURCE_FILE_NOT_FOUND, "`" + path + "` is not on this machine")
                .remedy(settings.mounts().advice(path).orElse("Copy the source files to this machine"))
                .at(location));
        return Optional.empty();
    }

    private void notFound(String message, String written, Path wanted, SourceLocation location) {
        String advice = settings.mounts().advice(written).orElseGet(() -> nearest(wanted));
        problems.add(Problem.of(ErrorCode.SOURCE_FILE_NOT_FOUND, message)
                .because(Path.of(written).isAbsolute() ? "" : "Looked for `" + wanted + "`")
                .remedy(advice)
                .at(location));
    }

    private static String nearest(Path wanted) {
        Path folder = wanted.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return "";
        }
        try (Stream<Path> siblings = Files.list(folder)) {
            return Suggestions.didYouMean(
                    wanted.getFileName().toString(),
                    siblings.map(path -> path.getFileName().toString()).toList());
        } catch (java.io.IOException e) {
            return "";
        }
    }

    private void nothingIn(Path folder, @Nullable SourceLocation location) {
        Problem problem =
                Problem.of(ErrorCode.SOURCE_FILE_NOT_FOUND, "There is no source file in the folder `" + folder + "`");
        problems.add(
                problem.remedy("Add a file that ends in `.sql`, `.py` or `.java`, or name others under `libraries`")
                        .at(location));
    }

    private String name(Path path) {
        return path.startsWith(settings.root()) && !path.equals(settings.root())
                ? settings.root().relativize(path).toString()
                : path.toString();
    }
}
