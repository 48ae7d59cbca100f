package dev.tidewheel.engine.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.EnumSet;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/**
 * Small files that nobody sees half-written, on any file system of Hadoop: they are written aside and renamed, or, in an
 * {@link ObjectStore}, written at once. Stateless.
 */
public final class WholeFile {

    private WholeFile() {}

    /**
     * Writes a file that must not be there, and the folders above it.
     *
     * @throws FileAlreadyExistsException if it is there
     */
    public static void create(Configuration configuration, Path file, byte[] content) throws IOException {
        if (!ObjectStore.holds(file, configuration)) {
            putAside(configuration, file, content, Options.Rename.NONE);
            return;
        }
        try {
            ObjectStore.create(file.getFileSystem(configuration), file, content);
        } catch (java.nio.file.FileAlreadyExistsException e) {
            throw (IOException) new FileAlreadyExistsException(file + " already exists").initCause(e);
        }
    }

    /** Writes a file, whether or not it is there, and the folders above it. */
    public static void replace(Configuration configuration, Path file, byte[] content) throws IOException {
        if (ObjectStore.holds(file, configuration)) {
            ObjectStore.replace(file.getFileSystem(configuration), file, content);
        } else {
            putAside(configuration, file, content, Options.Rename.OVERWRITE);
        }
    }

    /**
     * Gives a file another name; in an object store there are two of it for a moment.
     *
     * @throws FileAlreadyExistsException if that is taken
     */
    public static void rename(Configuration configuration, Path from, Path to) throws IOException {
        FileSystem files = from.getFileSystem(configuration);
        if (!ObjectStore.holds(from, configuration)) {
            FileContext.getFileContext(files.getUri(), configuration).rename(from, to, Options.Rename.NONE);
            return;
        }
        byte[] content;
        try (InputStream in = files.open(from)) {
            content = in.readAllBytes();
        }
        create(configuration, to, content);
        files.delete(from, false);
    }

    /** Moves a file or folder to where nothing is, by copying it if it cannot be renamed. */
    public static void move(FileSystem files, Path from, Path to) throws IOException {
        boolean renamed;
        try {
            renamed = files.rename(from, to);
        } catch (UnsupportedOperationException e) {
            renamed = FileUtil.copy(files, from, files, to, true, files.getConf());
        }
        if (!renamed) {
            throw new IOException(from + " cannot be given the name " + to);
        }
    }

    private static void putAside(Configuration configuration, Path file, byte[] content, Options.Rename mode)
            throws IOException {
        FileContext files =
                FileContext.getFileContext(file.getFileSystem(configuration).getUri(), configuration);
        Path aside = new Path(file.getParent(), "." + file.getName() + "." + UUID.randomUUID());
        files.mkdir(file.getParent(), FileContext.DEFAULT_PERM, true);
        try (OutputStream out = files.create(aside, EnumSet.of(CreateFlag.CREATE))) {
            out.write(content);
        }
        try {
            files.rename(aside, file, mode);
        } catch (IOException e) {
            files.delete(aside, false);
            throw e;
        }
    }
}
