package dev.tidewheel.cli.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a new project is about; each is a folder of resources beside this class. */
public enum Template {
    /** Orders and customers in files that come with the project. */
    SHOP("data/orders/2026-03-01.json", "data/orders/2026-03-02.json", "data/customers/customers.csv"),
    /** Telemetry of devices, made up. */
    IOT,
    /** A feed of changes of orders, made up. */
    ORDERS_CDC,
    /** Clicks of the visitors of a shop, made up. */
    CLICKSTREAM;

    private static final String NOTE = "python-note.md";

    private final List<String> data;

    Template(String... data) {
        this.data = List.of(data);
    }

    /** Its name on the command line and of its folder. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The files of a project, from the root of the project. */
    List<String> files(Language language) {
        List<String> files = new ArrayList<>(List.of("pipeline.yml"));
        for (String layer : List.of("bronze", "silver", "gold")) {
            files.add("transformations/" + layer + "." + language.ending());
        }
        files.addAll(data);
        files.add("README.md");
        files.add(".gitignore");
        return files;
    }

    /** The resources that make up a file, one after the other. */
    List<String> resources(String file, Language language) {
        if (file.equals(".gitignore")) {
            // under its own name, tools would take the resource for theirs
            return List.of("dot-gitignore");
        }
        if (file.startsWith("transformations/")) {
            return List.of(this + "/" + language.folder() + "/" + file);
        }
        String own = this + "/" + file;
        return file.equals("README.md") && language == Language.PYTHON ? List.of(own, NOTE) : List.of(own);
    }
}
