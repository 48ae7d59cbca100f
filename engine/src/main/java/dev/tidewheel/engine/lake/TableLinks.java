package dev.tidewheel.engine.lake;

import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The files of a {@link FileSystemCatalog} that say where tables are that are kept elsewhere. Each write is one step.
 * Thread-safe.
 */
public final class TableLinks {
    private final Configuration configuration;

    public TableLinks(Configuration configuration) {
        this.configuration = configuration;
    }

    /** The file for a table in the folder of its schema. */
    public static String file(String schemaFolder, String name) {
        return schemaFolder + "/" + FolderNames.folder(name) + CatalogFolders.LINK;
    }

    /** Where the table is; empty if the file is not there. */
    public Optional<String> read(String file) {
        Path path = new Path(file);
        try {
            return TableLink.read(files(path), path).map(Path::toString);
        } catch (IOException e) {
            throw LakeProblems.io("Cannot read the entry of a table " + file, e);
        }
    }

    /** Makes the file, or replaces it. */
    public void write(String file, String location) {
        try {
            TableLink.replace(configuration, new Path(file), new Path(location));
        } catch (IOException e) {
            throw LakeProblems.io("Cannot write the entry of a table " + file, e);
        }
    }

    /** Removes the file; does nothing if there is none. */
    public void remove(String file) {
        Path path = new Path(file);
        try {
            files(path).delete(path, false);
        } catch (IOException e) {
            throw LakeProblems.io("Cannot remove the entry of a table " + file, e);
        }
    }

    private FileSystem files(Path path) throws IOException {
        return path.getFileSystem(configuration);
    }
}
