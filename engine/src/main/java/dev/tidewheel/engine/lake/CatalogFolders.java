package dev.tidewheel.engine.lake;

import dev.tidewheel.engine.file.ObjectStore;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Where the tables and views of a catalog are: {@code <root>/<schema>/<table>}, or where a link beside them says. Names
 * are looked up without regard to case. Thread-safe; nothing is remembered, so two processes always agree.
 */
final class CatalogFolders {
    static final String VIEW = ".view.json";
    static final String LINK = ".table.json";

    private final Path root;
    private final Configuration configuration;

    CatalogFolders(String root, Configuration configuration) {
        this.root = new Path(root);
        this.configuration = configuration;
    }

    List<String> schemas() throws IOException {
        return children(root).stream()
                .filter(FileStatus::isDirectory)
                .map(status -> FolderNames.name(status.getPath().getName()))
                .toList();
    }

    Optional<Path> schema(String name) throws IOException {
        return find(root, FolderNames.folder(name))
                .filter(FileStatus::isDirectory)
                .map(FileStatus::getPath);
    }

    /** The folder of a schema that may have to be made. */
    Path schemaOrNew(String name) throws IOException {
        return schema(name).orElse(new Path(root, FolderNames.folder(name)));
    }

    List<String> tables(Path schema) throws IOException {
        List<String> tables = new ArrayList<>();
        for (FileStatus child : children(schema)) {
            if (child.isDirectory() && isTable(child.getPath())) {
                tables.add(FolderNames.name(child.getPath().getName()));
            }
        }
        files(schema, LINK).stream().filter(name -> !tables.contains(name)).forEach(tables::add);
        return tables;
    }

    List<String> views(Path schema) throws IOException {
        return files(schema, VIEW);
    }

    private List<String> files(Path schema, String ending) throws IOException {
        return children(schema).stream()
                .filter(status -> status.isFile() && status.getPath().getName().endsWith(ending))
                .map(status -> status.getPath().getName())
                .map(name -> FolderNames.name(name.substring(0, name.length() - ending.length())))
                .toList();
    }

    Optional<Path> table(String schema, String name) throws IOException {
        Optional<Path> folder = schema(schema);
        if (folder.isEmpty()) {
            return Optional.empty();
        }
        // a table that has moved elsewhere may have left its folder behind
        Optional<Path> elsewhere =
                TableLink.read(fileSystem(), new Path(folder.get(), FolderNames.folder(name) + LINK));
        if (elsewhere.isPresent() && isTable(elsewhere.get())) {
            return elsewhere;
        }
        Optional<Path> table = find(folder.get(), FolderNames.folder(name)).map(FileStatus::getPath);
        if (table.isPresent() && isTable(table.get())) {
            return table;
        }
        if (elsewhere.isPresent()) {
            return elsewhere;
        }
        Optional<Path> link = link(schema, name);
        return link.isEmpty() ? Optional.empty() : TableLink.read(fileSystem(), link.get());
    }

    /** The file that says where a table is that is kept elsewhere. */
    Optional<Path> link(String schema, String name) throws IOException {
        Optional<Path> folder = schema(schema);
        return folder.isEmpty()
                ? Optional.empty()
                : find(folder.get(), FolderNames.folder(name) + LINK).map(FileStatus::getPath);
    }

    Path newLink(String schema, String name) throws IOException {
        return new Path(schemaOrNew(schema), FolderNames.folder(name) + LINK);
    }

    Path newTable(String schema, String name) throws IOException {
        return new Path(schemaOrNew(schema), FolderNames.folder(name));
    }

    Optional<Path> view(String schema, String name) throws IOException {
        Optional<Path> folder = schema(schema);
        return folder.isEmpty()
                ? Optional.empty()
                : find(folder.get(), FolderNames.folder(name) + VIEW).map(FileStatus::getPath);
    }

    Path newView(String schema, String name) throws IOException {
        return new Path(schemaOrNew(schema), FolderNames.folder(name) + VIEW);
    }

    FileSystem fileSystem() throws IOException {
        return root.getFileSystem(configuration);
    }

    /** Removes a folder; for others it is gone in one step. */
    void remove(Path folder) throws IOException {
        FileSystem fileSystem = fileSystem();
        if (ObjectStore.holds(folder, configuration)) {
            // there is no such step; without its log it is no table any more
            fileSystem.delete(new Path(folder, "_delta_log"), true);
            fileSystem.delete(folder, true);
            return;
        }
        Path aside = new Path(folder.getParent(), ".removed-" + UUID.randomUUID());
        if (fileSystem.rename(folder, aside)) {
            fileSystem.delete(aside, true);
        } else {
            fileSystem.delete(folder, true);
        }
    }

    private boolean isTable(Path folder) throws IOException {
        return folder.getFileSystem(configuration).exists(new Path(folder, "_delta_log"));
    }

    private Optional<FileStatus> find(Path folder, String name) throws IOException {
        try {
            return Optional.of(fileSystem().getFileStatus(new Path(folder, name)));
        } catch (FileNotFoundException e) {
            return children(folder).stream()
                    .filter(child -> child.getPath().getName().equalsIgnoreCase(name))
                    .findFirst();
        }
    }

    private List<FileStatus> children(Path folder) throws IOException {
        try {
            List<FileStatus> children = new ArrayList<>();
            for (FileStatus child : fileSystem().listStatus(folder)) {
                String name = child.getPath().getName();
                if (!name.startsWith(".") && !name.startsWith("_")) {
                    children.add(child);
                }
            }
            return children;
        } catch (FileNotFoundException e) {
            return List.of();
        }
    }
}
