package dev.tidewheel.engine.lake;

import dev.tidewheel.engine.file.AtomicPut;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardCopyOption;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FsConstants;
import org.apache.hadoop.fs.FsServerDefaults;
import org.apache.hadoop.fs.Path;

/**
 * {@link FastLocalFileSystem}'s disk for {@code FileContext} ({@code fs.AbstractFileSystem.file.impl}). Structured
 * Streaming keeps its logs through it and relies on two promises: a rename without overwrite fails if the target is
 * there, even when two processes race, and a rename with overwrite leaves no moment without a target. Thread-safe.
 */
public final class FastLocalFs extends DelegateToFileSystem {

    public FastLocalFs(URI uri, Configuration configuration) throws IOException, URISyntaxException {
        super(uri, new PlainLocalFileSystem(), configuration, FsConstants.LOCAL_FS_URI.getScheme(), false);
    }

    @Override
    public void renameInternal(Path source, Path target) throws IOException {
        renameInternal(source, target, false);
    }

    @Override
    public void renameInternal(Path source, Path target, boolean overwrite) throws IOException {
        try {
            rename(file(source), file(target), target, overwrite);
        } catch (NoSuchFileException e) {
            throw (IOException)
                    new FileNotFoundException(source + " or the folder of " + target + " does not exist").initCause(e);
        }
    }

    private static void rename(File from, File to, Path target, boolean overwrite) throws IOException {
        if (overwrite) {
            Files.move(from.toPath(), to.toPath(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } else if (from.isDirectory()) {
            if (to.exists()) {
                throw new FileAlreadyExistsException("rename destination " + target + " already exists.");
            }
            Files.move(from.toPath(), to.toPath());
        } else {
            AtomicPut.rename(from.toPath(), to.toPath());
        }
    }

    @Override
    public FileStatus getFileLinkStatus(Path path) throws IOException {
        return fsImpl.getFileStatus(path);
    }

    @Override
    public boolean supportsSymlinks() {
        return false;
    }

    @Override
    @SuppressWarnings("deprecation")
    public FsServerDefaults getServerDefaults() throws IOException {
        return fsImpl.getServerDefaults();
    }

    @Override
    public boolean isValidName(String source) {
        return true;
    }

    private File file(Path path) {
        return ((PlainLocalFileSystem) fsImpl).pathToFile(path);
    }
}
