package dev.tidewheel.engine.library;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.settings.Library;
import dev.tidewheel.model.settings.PipelineSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Jars that a pipeline uses and that are no part of it. Stateless. */
public final class LibraryJars {

    private LibraryJars() {}

    /**
     * Paths of all of them, each once.
     *
     * @throws PipelineException SOURCE_FILE_NOT_FOUND for each that cannot be had
     */
    public static List<String> of(PipelineSettings settings) {
        List<Problem> problems = new ArrayList<>();
        Set<String> jars = new LinkedHashSet<>();
        for (Library library : settings.libraries()) {
            try {
                if (library instanceof Library.Maven artifact) {
                    jars.addAll(MavenArtifacts.jars(artifact));
                } else if (library instanceof Library.Dependency jar) {
                    jars.add(existing(jar, settings));
                }
            } catch (PipelineException e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new PipelineException(problems);
        }
        return List.copyOf(jars);
    }

    private static String existing(Library.Dependency jar, PipelineSettings settings) {
        Path path = settings.folder().resolve(jar.path()).normalize();
        if (!Files.isRegularFile(path)) {
            throw new PipelineException(
                    Problem.of(ErrorCode.SOURCE_FILE_NOT_FOUND, "The jar `" + jar.path() + "` does not exist")
                            .because("Looked for `" + path + "`")
                            .remedy("Correct the path")
                            .at(jar.location()));
        }
        return path.toString();
    }
}
