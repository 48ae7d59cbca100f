package dev.tidewheel.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Jars that are added to those of the pipeline file, in the words of {@code spark-submit}. */
final class LibraryOptions {
    @Option(
            names = "--packages",
            split = ",",
            paramLabel = "group:artifact:version",
            description = "Adds artifacts of Maven repositories, divided by commas. Repeatable.")
    private List<String> packages = new ArrayList<>();

    @Option(
            names = "--repositories",
            split = ",",
            paramLabel = "URL",
            description = "Where else --packages looks for them. Repeatable.")
    private List<String> repositories = new ArrayList<>();

    @Option(
            names = "--jars",
            split = ",",
            paramLabel = "JAR",
            description = "Adds jars of this machine, divided by commas. Repeatable.")
    private List<Path> jars = new ArrayList<>();

    LibraryRequest request() {
        return new LibraryRequest(packages, repositories, jars);
    }
}
