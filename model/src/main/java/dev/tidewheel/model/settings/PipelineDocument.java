package dev.tidewheel.model.settings;

import dev.tidewheel.model.document.DocumentReader;
import dev.tidewheel.model.document.Node;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SourceLocation;
import dev.tidewheel.model.text.SourceText;
import dev.tidewheel.model.text.Suggestions;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Reads one file into nodes. Stateless. */
final class PipelineDocument {

    private PipelineDocument() {}

    /**
     * @param name what to call the file in messages
     */
    static Node read(Path file, String name) {
        String content;
        try {
            content = Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new PipelineException(
                    Problem.of(ErrorCode.PIPELINE_FILE_SYNTAX, "The file is not text in UTF-8")
                            .remedy("Save the file as UTF-8")
                            .at(SourceLocation.ofFile(name)),
                    e);
        } catch (IOException e) {
            throw new PipelineException(
                    Problem.of(ErrorCode.PIPELINE_FILE_NOT_FOUND, "The file cannot be read")
                            .because(String.valueOf(e))
                            .remedy("Check the permissions of the file")
                            .at(SourceLocation.ofFile(name)),
                    e);
        }
        String text = content.startsWith("\uFEFF") ? content.substring(1) : content;
        return DocumentReader.read(new SourceText(name, text))
                .orElseThrow(() -> new PipelineException(Problem.of(ErrorCode.PIPELINE_FILE_SYNTAX, "The file is empty")
                        .remedy("Write at least `name: <name of the pipeline>`")
                        .at(SourceLocation.ofFile(name))));
    }

    /** The folder that holds {@code file}, which is absolute. */
    static Path folderOf(Path file) {
        return Objects.requireNonNull(file.getParent(), "an absolute path of a file has a parent");
    }

    static PipelineException notFound(Path spec, Path path) {
        Problem problem = Problem.of(ErrorCode.PIPELINE_FILE_NOT_FOUND, "`" + spec + "` does not exist");
        Path folder = path.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return new PipelineException(problem.because("Looked for `" + path + "`"));
        }
        String near = Suggestions.didYouMean(path.getFileName().toString(), names(folder));
        return new PipelineException(
                problem.because("Looked in `" + folder + "`").remedy(near));
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
