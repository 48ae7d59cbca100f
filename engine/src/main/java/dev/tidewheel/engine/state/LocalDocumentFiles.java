package dev.tidewheel.engine.state;

import dev.tidewheel.engine.file.AtomicPut;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** On the local disk a complete hidden file is given its name, see {@link AtomicPut}. */
final class LocalDocumentFiles implements DocumentFiles {
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
            AtomicPut.link(complete, target);
            return true;
        } catch (FileAlreadyExistsException taken) {
            return false;
        } finally {
            Files.deleteIfExists(complete);
        }
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(folder.resolve(name));
    }
}
