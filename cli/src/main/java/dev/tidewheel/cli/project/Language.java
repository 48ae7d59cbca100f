package dev.tidewheel.cli.project;

import java.util.List;

/** What the files of a new project are written in. */
public enum Language {
    SQL("sql", ""),
    PYTHON("py", "python/");

    private final String ending;
    private final String folder;

    Language(String ending, String folder) {
        this.ending = ending;
        this.folder = folder;
    }

    /** Source files of a project. */
    List<String> sources() {
        return List.of("bronze", "silver", "gold").stream()
                .map(layer -> "transformations/" + layer + "." + ending)
                .toList();
    }

    /** Where the template of a file is: files that differ between languages have a folder for each. */
    String template(String name) {
        boolean differs =
                name.startsWith("transformations/") || name.equals("pipeline.yml") || name.equals("README.md");
        return differs ? folder + name : name;
    }
}
