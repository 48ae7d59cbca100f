package dev.tidewheel.engine.file;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.CreateFileOptionKeys;
import org.apache.hadoop.fs.Path;

/**
 * What can be relied on where files cannot be given another name in one step: a file that is written is seen whole, once
 * it is closed, and one that must not be there is refused by the store. Listings may be late. Stateless.
 */
public final class ObjectStore {

    /** Hadoop can give files there other names, but not in one step. */
    private static final Set<String> BY_NAME =
            Set.of("s3", "s3a", "s3n", "gs", "oss", "cosn", "obs", "oci", "tos", "swift");

    private ObjectStore() {}

    /**
     * True for the known object stores, and for file systems of others that Hadoop has no {@code FileContext} for, through
     * which files are renamed in one step.
     */
    public static boolean isOne(String scheme, Configuration configuration) {
        String lower = scheme.toLowerCase(Locale.ROOT);
        return BY_NAME.contains(lower) || configuration.get("fs.AbstractFileSystem." + lower + ".impl") == null;
    }

    /** True if the path is in such a store. */
    public static boolean holds(Path path, Configuration configuration) throws IOException {
        return isOne(path.getFileSystem(configuration).getUri().getScheme(), configuration);
    }

    /**
     * Writes a file that must not be there. If it is not known whether that worked, such as after a lost answer, the file
     * itself tells.
     *
     * @throws FileAlreadyExistsException if there is one
     */
    public static void create(FileSystem files, Path path, byte[] content) throws IOException {
        FSDataOutputStream opened;
        try {
            opened = open(files, path);
        } catch (org.apache.hadoop.fs.FileAlreadyExistsException e) {
            throw (IOException) new FileAlreadyExistsException(path.toString()).initCause(e);
        }
        try (OutputStream out = opened) {
            out.write(content);
        } catch (IOException | RuntimeException e) {
            if (!isThere(files, path, content)) {
                throw e;
            }
        }
    }

    /** True if the file is there with this content. */
    private static boolean isThere(FileSystem files, Path path, byte[] content) throws IOException {
        try (InputStream in = files.open(path)) {
            if (Arrays.equals(in.readAllBytes(), content)) {
                return true;
            }
            throw new FileAlreadyExistsException(path.toString());
        } catch (FileNotFoundException e) {
            return false;
        }
    }

    /** A stream for a file that must not be there; some stores look when it is opened, some when it is closed. */
    private static FSDataOutputStream open(FileSystem files, Path path) throws IOException {
        String conditional = CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE;
        if (files.hasPathCapability(path, conditional)) {
            FSDataOutputStreamBuilder<?, ?> builder = files.createFile(path);
            builder.recursive();
            builder.overwrite(true);
            builder.must(conditional, true);
            return builder.build();
        }
        return files.create(path, false);
    }

    /** Writes a file, whether or not it is there. */
    public static void replace(FileSystem files, Path path, byte[] content) throws IOException {
        try (OutputStream out = files.create(path, true)) {
            out.write(content);
        }
    }
}
