package dev.tidewheel.engine.source.file;

import dev.tidewheel.engine.source.listing.FileListing;
import dev.tidewheel.engine.source.listing.ListedFile;
import dev.tidewheel.engine.source.option.SourceCleaning;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes or moves files that were taken long ago. A file that was written anew since is left alone, and so is one that
 * cannot be removed now: a later run comes back to nothing, but the update does not fail for it. Not thread-safe.
 */
final class SourceCleaner {
    private static final Logger LOG = LoggerFactory.getLogger(SourceCleaner.class);

    /** To look for what is old enough means to read all that was noted since the last time. */
    private static final long LONGEST_PAUSE_MILLIS = Duration.ofHours(1).toMillis();

    private final Configuration configuration;
    private final SourceCleaning cleaning;

    SourceCleaner(Configuration configuration, SourceCleaning cleaning) {
        this.configuration = configuration;
        this.cleaning = cleaning;
    }

    boolean isActive() {
        return cleaning.action() != SourceCleaning.Action.OFF;
    }

    /** @throws PipelineException if files would be moved to where they are found again */
    void checkDestination(String source) {
        if (cleaning.action() != SourceCleaning.Action.MOVE) {
            return;
        }
        // a pattern also finds what is in folders below the first one that it names
        String from = qualified(FileListing.fixedFolder(source));
        String to = qualified(cleaning.destination());
        if ((to + "/").startsWith(from.endsWith("/") ? from : from + "/")) {
            throw new PipelineException(Problem.of(
                            ErrorCode.SOURCE_OPTION_INVALID,
                            "`cleanSource.moveDestination` `" + cleaning.destination() + "` is inside of the source")
                    .because("Files that are moved there would be found again")
                    .remedy("Give a folder beside the source"));
        }
    }

    private String qualified(String text) {
        try {
            Path path = new Path(text);
            return path.getFileSystem(configuration).makeQualified(path).toString();
        } catch (IOException e) {
            throw new PipelineException(
                    Problem.of(ErrorCode.SOURCE_UNREADABLE, "`" + text + "` cannot be reached")
                            .because(String.valueOf(e.getMessage())),
                    e);
        }
    }

    /**
     * Removes the files of entries that are old enough, unless that was done a short time ago.
     *
     * @return when it is to be done again, in milliseconds since 1970
     */
    long clean(EntryLog entries, Position position) {
        long pause = Math.min(LONGEST_PAUSE_MILLIS, cleaning.retention().toMillis());
        long again = entries.cleanedAt() + pause;
        if (entries.now() < again) {
            return again;
        }
        long until = entries.now() - cleaning.retention().toMillis();
        String done = entries.cleanedUpTo();
        String[] newest = {null};
        entries.eachUpTo(position, (name, entry) -> {
            if (name.equals(done)) {
                return false;
            }
            if (entry.written() <= until) {
                if (newest[0] == null) {
                    newest[0] = name;
                }
                entry.files().forEach(file -> remove(file, entry.root()));
            }
            return true;
        });
        entries.storeCleanedUpTo(newest[0] == null ? done : newest[0]);
        return entries.now() + pause;
    }

    private void remove(ListedFile file, String root) {
        try {
            Path path = new Path(file.path());
            FileSystem files = path.getFileSystem(configuration);
            FileStatus status = files.getFileStatus(path);
            if (status.getLen() != file.size() || status.getModificationTime() > file.modified()) {
                return;
            }
            if (cleaning.action() == SourceCleaning.Action.DELETE) {
                files.delete(path, false);
            } else {
                move(files, path, target(file, root));
            }
        } catch (FileNotFoundException gone) {
            LOG.debug("{} is not there any more", file.path());
        } catch (IOException e) {
            LOG.warn("{} could not be removed from the source: {}", file.path(), e.toString());
        }
    }

    private Path target(ListedFile file, String root) throws IOException {
        String below = file.path().startsWith(root + "/") ? file.path().substring(root.length() + 1) : file.name();
        Path target = new Path(cleaning.destination() + "/" + below);
        return target.getFileSystem(configuration).exists(target)
                ? new Path(target.getParent(), target.getName() + "." + UUID.randomUUID())
                : target;
    }

    private void move(FileSystem files, Path from, Path to) throws IOException {
        FileSystem targets = to.getFileSystem(configuration);
        targets.mkdirs(to.getParent());
        if (files.getUri().equals(targets.getUri()) && renamed(files, from, to)) {
            return;
        }
        if (!FileUtil.copy(files, from, targets, to, true, configuration)) {
            throw new IOException("it could not be moved to " + to);
        }
    }

    private static boolean renamed(FileSystem files, Path from, Path to) {
        try {
            return files.rename(from, to);
        } catch (IOException | UnsupportedOperationException e) {
            LOG.debug("{} is copied, as it cannot be renamed: {}", from, e.toString());
            return false;
        }
    }
}
