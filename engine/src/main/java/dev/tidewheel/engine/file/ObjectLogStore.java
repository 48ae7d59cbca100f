package dev.tidewheel.engine.file;

import io.delta.storage.HadoopFileSystemLogStore;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Delta's log in an {@link ObjectStore}: a commit is written in one request, which the store refuses if there is such a
 * commit, so that writers on any machines exclude each other. Commits that a listing does not show yet are asked for by
 * name. Set by {@code spark.delta.logStore.<scheme>.impl} and {@code io.delta.kernel.logStore.<scheme>.impl}. Thread-safe.
 */
public final class ObjectLogStore extends HadoopFileSystemLogStore {
    private static final String COMMIT = "\\d{20}\\.json";
    private static final int DIGITS = 20;

    public ObjectLogStore(Configuration configuration) {
        super(configuration);
    }

    @Override
    public void write(Path path, Iterator<String> actions, Boolean overwrite, Configuration configuration)
            throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        while (actions.hasNext()) {
            content.writeBytes((actions.next() + "\n").getBytes(StandardCharsets.UTF_8));
        }
        FileSystem files = path.getFileSystem(configuration);
        if (overwrite) {
            ObjectStore.replace(files, path, content.toByteArray());
        } else {
            ObjectStore.create(files, path, content.toByteArray());
        }
    }

    @Override
    public Iterator<FileStatus> listFrom(Path path, Configuration configuration) throws IOException {
        FileSystem files = path.getFileSystem(configuration);
        Map<String, FileStatus> found = new TreeMap<>();
        boolean folder = true;
        try {
            for (FileStatus status : files.listStatus(path.getParent())) {
                found.put(status.getPath().getName(), status);
            }
        } catch (FileNotFoundException e) {
            folder = false;
        }
        addLate(files, path, found);
        if (!folder && found.isEmpty()) {
            throw new FileNotFoundException("No such file or directory: " + path.getParent());
        }
        List<FileStatus> later = new ArrayList<>(found.values());
        later.removeIf(status -> status.getPath().getName().compareTo(path.getName()) < 0);
        return later.iterator();
    }

    /** Commits follow each other without gaps, so the names of those that are not shown are known. */
    private static void addLate(FileSystem files, Path from, Map<String, FileStatus> found) throws IOException {
        if (!from.getName().matches("\\d{20}(\\..*)?")) {
            return;
        }
        List<Long> shown = found.keySet().stream()
                .filter(name -> name.matches(COMMIT))
                .map(ObjectLogStore::version)
                .toList();
        // what is missing before the first of them has been removed by Delta's clean-up
        long asked = version(from.getName());
        long version = shown.isEmpty() ? asked : Math.max(asked, shown.get(0));
        long last = shown.isEmpty() ? -1 : shown.get(shown.size() - 1);
        for (boolean more = true; more; version++) {
            String name = String.format(Locale.ROOT, "%020d.json", version);
            if (!found.containsKey(name)) {
                try {
                    found.put(name, files.getFileStatus(new Path(from.getParent(), name)));
                } catch (FileNotFoundException e) {
                    more = version < last;
                }
            }
        }
    }

    private static long version(String name) {
        return Long.parseLong(name.substring(0, DIGITS));
    }

    /** False: nothing is seen before it is whole. */
    @Override
    public Boolean isPartialWriteVisible(Path path, Configuration configuration) {
        return false;
    }
}
