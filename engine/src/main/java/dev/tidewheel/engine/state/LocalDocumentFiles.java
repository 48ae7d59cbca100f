package dev.tidewheel.engine.state;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * On the local disk a complete hidden file gets its name by a hard link, which the operating system refuses if the name
 * is taken. Where there are no hard links, a lock file guards the renaming.
 */
final class LocalDocumentFiles implements DocumentFiles {
    private static final Object WITHIN_PROCESS = new Object();

    private final Path folder;

    LocalDocumentFiles(Path folder) {
        this.folder = folder;
    }

    @Override
    public List<String> list() throws IOException {
        List<String> names = new ArrayList<>();
        try (var files = Files.newDirectoryStream(folder)) {
            files.forEach(file -> names.add(String.valueOf(file.getFileName())));
        } catch (NoSuchFileException notYet) {
            return List.of();
        }
        return names;
    }

    @Override
    public Optional<String> read(String name) throws IOException {
        try (FileInputStream in = new FileInputStream(folder.resolve(name).toFile())) {
            return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (FileNotFoundException absent) {
            return Optional.empty();
        }
    }

    @Override
    public boolean create(String name, String text) throws IOException {
        Files.createDirectories(folder);
        Path target = folder.resolve(name);
        Path complete = folder.resolve("." + name + "." + UUID.randomUUID() + ".tmp");
        try {
            // not by a channel: that would fail a thread that was interrupted, as threads are when an update is stopped
            try (FileOutputStream out = new FileOutputStream(complete.toFile())) {
                out.write(text.getBytes(StandardCharsets.UTF_8));
                out.getFD().sync();
            }
            Files.createLink(target, complete);
            return true;
        } catch (FileAlreadyExistsException taken) {
            return false;
        } catch (NoSuchFileException folderRemoved) {
            throw folderRemoved;
        } catch (FileSystemException | UnsupportedOperationException noHardLinks) {
            return moveUnderLock(complete, target);
        } finally {
            Files.deleteIfExists(complete);
        }
    }

    private boolean moveUnderLock(Path complete, Path target) throws IOException {
        // a file lock belongs to the process: its threads need one of their own
        synchronized (WITHIN_PROCESS) {
            try (FileChannel channel = FileChannel.open(
                            folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (!lock.isValid() || Files.exists(target)) {
                    return false;
                }
                Files.move(complete, target);
                return true;
            }
        }
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(folder.resolve(name));
    }
}
