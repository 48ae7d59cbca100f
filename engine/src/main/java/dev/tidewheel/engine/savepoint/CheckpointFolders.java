package dev.tidewheel.engine.savepoint;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;

/**
 * Copies and removes what flows keep besides their tables: documents of their sources, and the state of Structured
 * Streaming. Works on any file system of Hadoop. Stateless, but for its configuration.
 */
final class CheckpointFolders {
    private static final Pattern NUMBER = Pattern.compile("(\\d{1,18})(?:[._-].*)?");
    private static final Set<String> NUMBERED_BY_BATCH = Set.of("offsets", "commits", "ends");
    private static final String STATE = "state";

    private final Configuration configuration;

    CheckpointFolders(Configuration configuration) {
        this.configuration = configuration;
    }

    boolean exists(String folder) {
        try {
            Path path = new Path(folder);
            return path.getFileSystem(configuration).exists(path);
        } catch (IOException e) {
            throw failure(folder, "cannot be read", e);
        }
    }

    /** True if the checkpoint can be gone on with after a batch: Structured Streaming forgets its batches in time. */
    boolean holds(String folder, long batch) {
        return exists(folder)
                && (batch < 0 || !exists(folder + "/stream/offsets") || exists(folder + "/stream/offsets/" + batch));
    }

    /** Removes a folder, if it is there. */
    void remove(String folder) {
        try {
            Path path = new Path(folder);
            path.getFileSystem(configuration).delete(path, true);
        } catch (IOException e) {
            throw failure(folder, "cannot be removed", e);
        }
    }

    /**
     * Copies the checkpoint of a flow as it was after a batch: what later batches have left is not taken along. Whatever the
     * target holds is removed first.
     *
     * @param batch the last one that counts, -1 for none
     */
    void copy(String from, String to, long batch) {
        remove(to);
        Path source = new Path(from);
        Path target = new Path(to);
        try {
            FileSystem files = source.getFileSystem(configuration);
            if (files.exists(source)) {
                copy(files, source, target.getFileSystem(configuration), target, "", batch, false);
            }
        } catch (IOException e) {
            throw failure(from, "cannot be copied to " + to, e);
        }
    }

    private void copy(
            FileSystem files, Path from, FileSystem others, Path to, String within, long batch, boolean inState)
            throws IOException {
        others.mkdirs(to);
        for (FileStatus status : files.listStatus(from)) {
            String name = status.getPath().getName();
            if (status.isDirectory()) {
                boolean state = inState || (within.equals("stream") && name.equals(STATE));
                String path = within.isEmpty() ? name : within + "/" + name;
                copy(files, status.getPath(), others, new Path(to, name), path, batch, state);
            } else if (counts(name, within, batch, inState)) {
                FileUtil.copy(files, status.getPath(), others, new Path(to, name), false, true, configuration);
            }
        }
    }

    /** Is the file of the batch or of one before? The state that comes with a batch has the next number. */
    private static boolean counts(String name, String within, long batch, boolean inState) {
        // sums of a local file system: a copy gets its own
        if (name.startsWith(".") && name.endsWith(".crc")) {
            return false;
        }
        String folder = within.substring(within.lastIndexOf('/') + 1);
        boolean numbered = inState ? !within.contains("SSTs") : NUMBERED_BY_BATCH.contains(folder);
        Matcher matcher = NUMBER.matcher(name);
        if (!numbered || within.contains("_metadata") || !matcher.matches()) {
            return true;
        }
        return Long.parseLong(matcher.group(1)) <= (inState ? batch + 1 : batch);
    }

    private static PipelineException failure(String folder, String what, IOException cause) {
        return new PipelineException(
                Problem.of(ErrorCode.IO_FAILURE, "The checkpoint " + folder + " " + what)
                        .because(cause.getClass().getSimpleName() + ": " + cause.getMessage())
                        .remedy("Check the disk and the permissions of the pipeline's storage, and run again"),
                cause);
    }
}
