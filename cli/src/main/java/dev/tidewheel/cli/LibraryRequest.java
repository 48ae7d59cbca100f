package dev.tidewheel.cli;

import dev.tidewheel.model.settings.Library;
import dev.tidewheel.model.settings.PipelineSettings;
import dev.tidewheel.model.text.SourceLocation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Jars on top of those of the pipeline file.
 *
 * @param packages coordinates of artifacts
 * @param repositories where else these may be
 * @param jars files of this machine
 */
public record LibraryRequest(List<String> packages, List<String> repositories, List<Path> jars) {

    public static final LibraryRequest NONE = new LibraryRequest(List.of(), List.of(), List.of());

    public LibraryRequest {
        packages = List.copyOf(packages);
        repositories = List.copyOf(repositories);
        jars = List.copyOf(jars);
    }

    /** The settings with these jars, too. Relative paths begin in the folder of the shell. */
    public PipelineSettings addedTo(PipelineSettings settings) {
        List<Library> libraries = new ArrayList<>(settings.libraries());
        for (String coordinates : packages) {
            libraries.add(new Library.Maven(
                    coordinates,
                    repositories.isEmpty() ? null : String.join(",", repositories),
                    List.of(),
                    SourceLocation.ofFile("--packages " + coordinates)));
        }
        for (Path jar : jars) {
            libraries.add(new Library.Dependency(
                    jar.toAbsolutePath().normalize().toString(), SourceLocation.ofFile("--jars " + jar)));
        }
        return settings.withLibraries(libraries);
    }
}
