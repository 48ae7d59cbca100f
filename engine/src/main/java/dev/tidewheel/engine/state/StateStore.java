package dev.tidewheel.engine.state;

import dev.tidewheel.model.error.PipelineException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A named document in versions, in {@code <storage>/state/<name>/<version>.json}. A version is written once, by the
 * first who comes, and never changed; the document is its last version. Old versions are removed, but for the last few.
 * Safe for use by several threads and processes.
 */
public final class StateStore {
    private static final String SUFFIX = ".json";
    private static final int VERSION_DIGITS = 20;

    /** A writer that others have overtaken by so many versions is told that it lost. */
    private static final int MIN_KEPT = 3;

    private static final Logger LOG = LoggerFactory.getLogger(StateStore.class);

    private final String name;
    private final String folder;
    private final DocumentFiles files;
    private final int kept;

    private StateStore(String name, String folder, DocumentFiles files, int kept) {
        this.name = name;
        this.folder = folder;
        this.files = files;
        this.kept = kept;
    }

    /**
     * The document of this name.
     *
     * @param storage of the pipeline: a local path, or a URI that Hadoop understands
     * @param kept how many versions are kept, at least 3
     * @throws PipelineException if there is no such file system
     */
    public static StateStore open(String storage, String name, int kept, Configuration configuration) {
        Objects.requireNonNull(configuration, "configuration is null");
        if (kept < MIN_KEPT) {
            throw new IllegalArgumentException("kept is " + kept + ", less than " + MIN_KEPT);
        }
        String folder = storage + (storage.endsWith("/") ? "" : "/") + "state/" + name;
        try {
            Optional<java.nio.file.Path> local = LocalPath.of(folder);
            DocumentFiles files = local.isPresent()
                    ? new LocalDocumentFiles(local.get())
                    : new HadoopDocumentFiles(new Path(folder), configuration);
            return new StateStore(name, folder, files, kept);
        } catch (IOException | IllegalArgumentException failure) {
            throw StateErrors.unreadable(folder, failure);
        }
    }

    /**
     * The last version; empty if there was never one.
     *
     * @throws PipelineException if it cannot be read
     */
    public Optional<StateDocument> latest() {
        try {
            List<Long> versions = versions();
            for (int i = versions.size() - 1; i >= 0; i--) {
                Optional<String> json = files.read(fileName(versions.get(i)));
                if (json.isPresent()) {
                    return Optional.of(newest(new StateDocument(versions.get(i), json.get())));
                }
                // removed since the listing: there are many newer ones by now
                versions = versions();
                i = versions.size();
            }
            Optional<String> first = files.read(fileName(0));
            return first.isPresent() ? Optional.of(newest(new StateDocument(0, first.get()))) : Optional.empty();
        } catch (IOException failure) {
            throw StateErrors.unreadable(folder, failure);
        }
    }

    /** The last version from this one on; a listing may not show the newest ones yet, but their names are known. */
    private StateDocument newest(StateDocument shown) throws IOException {
        StateDocument newest = shown;
        for (Optional<String> next = Optional.of(shown.json()); next.isPresent(); ) {
            next = files.read(fileName(newest.version() + 1));
            if (next.isPresent()) {
                newest = new StateDocument(newest.version() + 1, next.get());
            }
        }
        return newest;
    }

    /**
     * Writes the version after {@code latest}, unless somebody else did.
     *
     * @param latest the version that the new one is based on; -1 if there was none
     * @return the new version; empty if {@code latest} is not the last one any more
     * @throws PipelineException if it cannot be written
     */
    public Optional<StateDocument> tryPut(long latest, String json) {
        long version = latest + 1;
        try {
            if (!files.create(fileName(version), json)) {
                return Optional.empty();
            }
            List<Long> versions = versions();
            if (versions.stream().filter(other -> other > version).count() >= kept) {
                // this version was there long ago and was removed as an old one; nobody looks at it now
                files.delete(fileName(version));
                return Optional.empty();
            }
            removeOld(versions.subList(0, Math.max(0, versions.size() - kept)));
            return Optional.of(new StateDocument(version, json));
        } catch (IOException failure) {
            throw StateErrors.notWritable(folder, failure);
        }
    }

    /**
     * Writes the version after {@code latest}.
     *
     * @throws PipelineException if {@code latest} is not the last one any more, or it cannot be written
     */
    public StateDocument put(long latest, String json) {
        return tryPut(latest, json).orElseThrow(() -> StateErrors.conflict(name, latest + 1));
    }

    private void removeOld(List<Long> versions) {
        try {
            for (long old : versions) {
                files.delete(fileName(old));
            }
        } catch (IOException e) {
            LOG.warn("Old versions of {} in {} stay for now", name, folder, e);
        }
    }

    /** Those that are there, in order. */
    private List<Long> versions() throws IOException {
        List<Long> versions = new ArrayList<>();
        for (String file : files.list()) {
            if (file.matches("\\d{" + VERSION_DIGITS + "}\\.json")) {
                versions.add(Long.parseLong(file.substring(0, VERSION_DIGITS)));
            }
        }
        versions.sort(null);
        return versions;
    }

    private static String fileName(long version) {
        return String.format("%0" + VERSION_DIGITS + "d", version) + SUFFIX;
    }
}
