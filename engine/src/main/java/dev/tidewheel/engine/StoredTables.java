package dev.tidewheel.engine;

import dev.tidewheel.engine.lake.FolderNames;
import dev.tidewheel.engine.plan.StorageLayout;
import dev.tidewheel.model.name.TableName;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The tables that are there, as folders below the storage. Nothing is remembered. Thread-safe. */
final class StoredTables {

    private static final String LOG = "_delta_log";

    private final StorageLayout storage;
    private final Configuration configuration;

    StoredTables(StorageLayout storage, Configuration configuration) {
        this.storage = storage;
        this.configuration = configuration;
    }

    /** Names of the tables of one schema. */
    List<String> list(String catalog, String schema) {
        return list().stream()
                .filter(name -> name.catalog().equalsIgnoreCase(catalog)
                        && name.schema().equalsIgnoreCase(schema))
                .map(TableName::name)
                .toList();
    }

    /** The catalogs that have a folder here. */
    Set<String> catalogs() {
        return folders(new Path(storage.tables())).stream().map(Path::getName).collect(Collectors.toSet());
    }

    /** All tables, in no particular order. */
    List<TableName> list() {
        List<TableName> found = new ArrayList<>();
        for (Path catalog : folders(new Path(storage.tables()))) {
            for (Path schema : folders(catalog)) {
                for (Path table : folders(schema)) {
                    if (isTable(table)) {
                        found.add(new TableName(
                                FolderNames.name(catalog.getName()),
                                FolderNames.name(schema.getName()),
                                FolderNames.name(table.getName())));
                    }
                }
            }
        }
        return found;
    }

    private boolean isTable(Path folder) {
        try {
            return files(folder).exists(new Path(folder, LOG));
        } catch (IOException e) {
            return false;
        }
    }

    private List<Path> folders(Path parent) {
        List<Path> folders = new ArrayList<>();
        try {
            for (FileStatus status : files(parent).listStatus(parent)) {
                if (status.isDirectory()) {
                    folders.add(status.getPath());
                }
            }
        } catch (FileNotFoundException e) {
            return List.of();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return folders;
    }

    private FileSystem files(Path path) throws IOException {
        return path.getFileSystem(configuration);
    }
}
