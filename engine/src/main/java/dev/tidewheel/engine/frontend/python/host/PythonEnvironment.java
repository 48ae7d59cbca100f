package dev.tidewheel.engine.frontend.python.host;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A virtual environment with Spark's client and the packages of a pipeline. It is made once for each list of packages
 * and kept; two processes that need the same one at the same time make it once. Immutable.
 *
 * @param python its interpreter
 * @param packageFolder where our own package is
 */
public record PythonEnvironment(Path python, Path packageFolder) {

    private static final String CLIENT = "pyspark-client==4.2.0";
    /** Spark's client says of later ones that they do not work in full. */
    private static final List<String> BASE = List.of(CLIENT, "pandas<3");

    private static final String READY = "ready";

    /**
     * The environment for some packages, made if need be.
     *
     * @param state folder that environments are kept in
     * @param dependencies what pip is to install besides what we need, as in a file of requirements
     * @param folder where relative paths in {@code dependencies} begin
     * @param notices is told what takes long
     * @throws PipelineException PYTHON_NOT_FOUND or PYTHON_ENVIRONMENT_FAILED
     */
    public static PythonEnvironment prepare(
            Path state, List<String> dependencies, Path folder, Consumer<String> notices) {
        return prepare(state, dependencies, folder, notices, Interpreter.candidates(System.getenv()));
    }

    static PythonEnvironment prepare(
            Path state,
            List<String> dependencies,
            Path folder,
            Consumer<String> notices,
            List<Interpreter> candidates) {
        Path environments = state.resolve("python");
        List<String> requirements = requirements(dependencies, folder);
        Path place = environments.resolve(key(candidates.get(0), requirements));
        try {
            Files.createDirectories(environments);
            Path packageFolder = PythonPackage.unpack(environments);
            if (!Files.exists(place.resolve(READY))) {
                make(place, candidates, requirements, folder, notices);
            }
            closeOff(place, packageFolder);
            return new PythonEnvironment(interpreterIn(place), packageFolder);
        } catch (IOException e) {
            throw new PipelineException(
                    failed("the Python environment cannot be kept in " + environments, String.valueOf(e.getMessage())),
                    e);
        }
    }

    private static void make(
            Path place, List<Interpreter> candidates, List<String> requirements, Path folder, Consumer<String> notices)
            throws IOException {
        Path lockFile = place.resolveSibling(place.getFileName() + ".lock");
        synchronized (PythonEnvironment.class) {
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (lock.isValid() && !Files.exists(place.resolve(READY))) {
                    delete(place);
                    build(place, Interpreter.firstUsable(candidates), requirements, folder, notices);
                }
            }
        }
    }

    /** Puts what keeps the paths of the machine out of the environment where its interpreter runs it. */
    private static void closeOff(Path place, Path packageFolder) throws IOException {
        Path libraries = libraries(place);
        try (Stream<Path> files = Files.list(packageFolder.resolve("site"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = libraries.resolve(file.getFileName().toString());
                if (!Files.exists(target) || Files.mismatch(file, target) >= 0) {
                    Path written = Files.createTempFile(libraries, "tidewheel", null);
                    Files.copy(file, written, StandardCopyOption.REPLACE_EXISTING);
                    Files.move(written, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private static Path libraries(Path place) throws IOException {
        Path windows = place.resolve("Lib").resolve("site-packages");
        if (Files.isDirectory(windows)) {
            return windows;
        }
        try (Stream<Path> versions = Files.list(place.resolve("lib"))) {
            return versions.map(version -> version.resolve("site-packages"))
                    .filter(Files::isDirectory)
                    .findFirst()
                    .orElseThrow(() -> new IOException("there is no site-packages in " + place));
        }
    }

    private static void build(
            Path place, Interpreter interpreter, List<String> requirements, Path folder, Consumer<String> notices)
            throws IOException {
        notices.accept("Making the Python environment (once: a minute)…");
        Commands.Result made =
                Commands.run(List.of(interpreter.command().toString(), "-m", "venv", place.toString()), folder);
        if (made.status() != 0) {
            throw new PipelineException(failed("the Python environment was not made", lastLines(made.output()))
                    .remedy("check that `" + interpreter.command()
                            + " -m venv` works; some systems have it in a package of its own, python3-venv"));
        }
        List<String> install = new ArrayList<>(List.of(
                interpreterIn(place).toString(),
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "--no-input"));
        install.addAll(requirements);
        Commands.Result installed = Commands.run(install, folder);
        if (installed.status() != 0) {
            throw new PipelineException(failed("pip did not install the packages of the pipeline", pipErrors(installed))
                    .remedy("check `environment: {dependencies: [...]}` of the pipeline file and the network"));
        }
        Commands.Result frozen = Commands.run(List.of(interpreterIn(place).toString(), "-m", "pip", "freeze"), folder);
        Files.writeString(place.resolve("requirements.lock"), frozen.output());
        Files.writeString(place.resolve(READY), String.join("\n", requirements));
    }

    /** Ours come first, so that pip says so if the user's contradict them. Files of requirements count by content. */
    private static List<String> requirements(List<String> dependencies, Path folder) {
        List<String> all = new ArrayList<>(BASE);
        for (String dependency : dependencies) {
            String text = dependency.strip();
            if (text.startsWith("-")) {
                // "-r file" is one entry there and two arguments here
                all.addAll(Arrays.asList(text.split("\\s+", 2)));
            } else if (!text.isEmpty()) {
                all.add(text);
            }
        }
        Path listed = folder.resolve("requirements.txt");
        if (dependencies.isEmpty() && Files.isRegularFile(listed)) {
            all.addAll(List.of("-r", listed.toString()));
        }
        return all;
    }

    private static String key(Interpreter interpreter, List<String> requirements) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(interpreter.command().toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8));
            for (String requirement : requirements) {
                digest.update(("\n" + requirement).getBytes(StandardCharsets.UTF_8));
                Path file = Path.of(requirement);
                if (Files.isRegularFile(file)) {
                    digest.update(Files.readAllBytes(file));
                }
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path interpreterIn(Path place) {
        Path windows = place.resolve("Scripts").resolve("python.exe");
        return Files.exists(windows) ? windows : place.resolve("bin").resolve("python");
    }

    private static Problem failed(String message, String cause) {
        return Problem.of(ErrorCode.PYTHON_ENVIRONMENT_FAILED, message).because(cause);
    }

    private static String pipErrors(Commands.Result result) {
        List<String> errors = result.output()
                .lines()
                .filter(line -> line.startsWith("ERROR:"))
                .map(line -> line.substring("ERROR:".length()).strip())
                .distinct()
                .limit(3)
                .toList();
        return errors.isEmpty() ? lastLines(result.output()) : String.join("; ", errors);
    }

    private static String lastLines(String output) {
        List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
        return String.join("; ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Variables with which the interpreter finds our package and the user's modules below these folders, and no more. */
    public Map<String, String> variables(List<Path> folders) {
        List<String> entries = new ArrayList<>();
        entries.add(packageFolder.toString());
        entries.add(packageFolder.resolve("shims").toString());
        folders.forEach(folder -> entries.add(folder.toString()));
        String path = String.join(File.pathSeparator, entries);
        // Python takes an empty home for none
        return Map.of("PYTHONPATH", path, "TIDEWHEEL_PYTHONPATH", path, "PYTHONHOME", "");
    }
}
