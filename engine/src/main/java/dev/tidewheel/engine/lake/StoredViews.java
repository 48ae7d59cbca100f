package dev.tidewheel.engine.lake;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The files of the views of a {@link FileSystemCatalog}. Each write is one step. Thread-safe. */
public final class StoredViews {
    private final Configuration configuration;

    public StoredViews(Configuration configuration) {
        this.configuration = configuration;
    }

    /** The file of a view in the folder of its schema. */
    public static String file(String schemaFolder, String name) {
        return schemaFolder + "/" + FolderNames.folder(name) + CatalogFolders.VIEW;
    }

    /** Empty if there is none. */
    public Optional<StoredView> read(String file) {
        Path path = new Path(file);
        try {
            return Optional.of(StoredView.of(ViewFile.read(files(path), path)));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw LakeProblems.io("Cannot read the view " + file, e);
        }
    }

    /** Makes the view, or replaces it. */
    public void write(String file, StoredView view) {
        Path path = new Path(file);
        try {
            ViewFile.replace(configuration, path, view.toView());
        } catch (IOException e) {
            throw LakeProblems.io("Cannot write the view " + file, e);
        }
    }

    /** Removes the view; does nothing if there is none. */
    public void remove(String file) {
        Path path = new Path(file);
        try {
            files(path).delete(path, false);
        } catch (IOException e) {
            throw LakeProblems.io("Cannot remove the view " + file, e);
        }
    }

    private FileSystem files(Path path) throws IOException {
        return path.getFileSystem(configuration);
    }
}
