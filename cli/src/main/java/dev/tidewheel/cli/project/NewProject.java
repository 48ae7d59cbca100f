package dev.tidewheel.cli.project;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A small pipeline that runs at once, copied from the resources beside this class. */
public final class NewProject {
    /** Where the name of the project stands in the files. */
    private static final String NAME = "@name@";

    private NewProject() {}

    /**
     * Writes the project and returns its files, relative to the folder.
     *
     * @throws PipelineException if the folder has something in it, is a file, or cannot be written; nothing is written
     *     then, save for what had been written before a disk failed
     */
    public static List<Path> in(Path folder, Template template, Language language) {
        checkEmpty(folder);
        List<String> files = template.files(language);
        try {
            for (String name : files) {
                Path file = folder.resolve(name);
                Files.createDirectories(parent(file, folder));
                StringBuilder text = new StringBuilder();
                for (String resource : template.resources(name, language)) {
                    text.append(resource(resource));
                }
                Files.writeString(file, text.toString().replace(NAME, projectName(folder)));
            }
        } catch (IOException e) {
            throw new PipelineException(
                    Problem.of(ErrorCode.PROJECT_FOLDER_INVALID, "Cannot write to " + folder)
                            .because(reason(e))
                            .remedy("Choose a folder that you may write to"),
                    e);
        }
        return files.stream().map(Path::of).toList();
    }

    private static void checkEmpty(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        if (!Files.isDirectory(folder)) {
            throw new PipelineException(Problem.of(ErrorCode.PROJECT_FOLDER_INVALID, folder + " is not a folder")
                    .remedy("Give the name of a new folder"));
        }
        try (Stream<Path> content = Files.list(folder)) {
            content.findFirst().ifPresent(first -> {
                throw new PipelineException(
                        Problem.of(ErrorCode.PROJECT_FOLDER_INVALID, "The folder " + folder + " is not empty")
                                .because("It holds " + folder.relativize(first))
                                .remedy("Give the name of a new or empty folder"));
            });
        } catch (IOException e) {
            throw new PipelineException(
                    Problem.of(ErrorCode.PROJECT_FOLDER_INVALID, "Cannot read the folder " + folder)
                            .because(reason(e)),
                    e);
        }
    }

    private static Path parent(Path file, Path folder) {
        Path parent = file.getParent();
        return parent == null ? folder : parent;
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream = NewProject.class.getResourceAsStream("template/" + name)) {
            if (stream == null) {
                throw new UncheckedIOException(new IOException("missing in the jar: " + name));
            }
            return new String(stream.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    /** The name of the folder, as far as it can stand in YAML without quotes. */
    private static String projectName(Path folder) {
        Path last = folder.toAbsolutePath().normalize().getFileName();
        String name = last == null ? "" : last.toString();
        String safe =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]+", "_").replaceAll("^_+|_+$", "");
        return safe.isEmpty() || !Character.isLetter(safe.charAt(0)) ? "pipeline_" + safe : safe;
    }

    private static String reason(@Nullable IOException failure) {
        if (failure == null) {
            return "";
        }
        String message = failure.getMessage();
        String kind = failure.getClass().getSimpleName().replaceAll("Exception$", "");
        return message == null ? kind : kind + ": " + message;
    }
}
