package dev.tidewheel.engine.state;

import dev.tidewheel.engine.file.ObjectLogStore;
import dev.tidewheel.engine.file.ObjectStore;
import io.delta.kernel.defaults.internal.logstore.LogStoreProvider;
import io.delta.storage.CloseableIterator;
import io.delta.storage.LogStore;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * On any other file system, what Delta does for its commits is done here: the same log store, with the same promises and
 * the same settings ({@code io.delta.kernel.logStore.<scheme>.impl}). Such stores keep lines, but not the blanks around
 * them, which JSON does not need.
 */
final class HadoopDocumentFiles implements DocumentFiles {
    private final Path folder;
    private final Configuration configuration;
    private final FileSystem fileSystem;
    private final LogStore logStore;

    HadoopDocumentFiles(Path folder, Configuration configuration) throws IOException {
        this.configuration = configuration;
        this.fileSystem = folder.getFileSystem(configuration);
        this.folder = fileSystem.makeQualified(folder);
        this.logStore = logStore(fileSystem.getUri().getScheme(), configuration);
    }

    private static LogStore logStore(String scheme, Configuration configuration) {
        boolean chosen = configuration.get("io.delta.kernel.logStore." + scheme + ".impl") != null;
        return !chosen && ObjectStore.isOne(scheme, configuration)
                ? new ObjectLogStore(configuration)
                : LogStoreProvider.getLogStore(configuration, scheme);
    }

    @Override
    public List<String> list() throws IOException {
        List<String> names = new ArrayList<>();
        try {
            for (FileStatus file : fileSystem.listStatus(folder)) {
                names.add(file.getPath().getName());
            }
        } catch (FileNotFoundException notYet) {
            return List.of();
        }
        return names;
    }

    @Override
    public Optional<String> read(String name) throws IOException {
        List<String> lines = new ArrayList<>();
        try (CloseableIterator<String> text = logStore.read(new Path(folder, name), configuration)) {
            text.forEachRemaining(lines::add);
        } catch (FileNotFoundException absent) {
            return Optional.empty();
        }
        return Optional.of(String.join("\n", lines));
    }

    @Override
    public boolean create(String name, String text) throws IOException {
        fileSystem.mkdirs(folder);
        try {
            logStore.write(new Path(folder, name), text.lines().iterator(), false, configuration);
            return true;
        } catch (FileAlreadyExistsException | org.apache.hadoop.fs.FileAlreadyExistsException taken) {
            return false;
        }
    }

    @Override
    public void delete(String name) throws IOException {
        fileSystem.delete(new Path(folder, name), false);
    }
}
