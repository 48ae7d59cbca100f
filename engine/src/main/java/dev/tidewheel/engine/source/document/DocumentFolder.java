package dev.tidewheel.engine.source.document;

import dev.tidewheel.engine.file.AtomicPut;
import dev.tidewheel.engine.file.WholeFile;
import dev.tidewheel.engine.spark.StorageFailure;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A folder of documents that are written once and never changed. Names that end in {@code .gz} are compressed. The
 * folder is made with its first document. Safe for use by several threads and processes. Failures are a
 * {@link PipelineException}: STORAGE_NOT_WRITABLE for writes that fail however often they are tried, else IO_FAILURE.
 */
public final class DocumentFolder {
    private final Configuration configuration;
    private final FileSystem files;
    private final Path folder;

    public DocumentFolder(Configuration configuration, String folder) {
        this.configuration = configuration;
        try {
            Path path = new Path(folder);
            this.files = path.getFileSystem(configuration);
            this.folder = files.makeQualified(path);
        } catch (IOException e) {
            throw new PipelineException(
                    Problem.of(ErrorCode.IO_FAILURE, "The folder `" + folder + "` cannot be reached")
                            .because(String.valueOf(e.getMessage())),
                    e);
        }
    }

    /**
     * A document that is there.
     *
     * @param modified when it was written, milliseconds since 1970
     */
    public record Entry(String name, long modified) {}

    /** The content of a document; empty if there is none of this name. */
    public Optional<String> read(String name) {
        return readBytes(name).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /** The content of a document that is no text; empty if there is none of this name. */
    public Optional<byte[]> readBytes(String name) {
        try (InputStream stored = isLocal() ? Files.newInputStream(local(name)) : files.open(new Path(folder, name));
                InputStream content = name.endsWith(".gz") ? new GZIPInputStream(stored) : stored) {
            return Optional.of(content.readAllBytes());
        } catch (FileNotFoundException | NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failure(name, "cannot be read", e);
        }
    }

    /**
     * Writes a document unless there is one of this name. Others see it whole or not at all.
     *
     * @return false if there was one
     */
    public boolean writeIfAbsent(String name, String content) {
        return writeIfAbsent(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Writes a document that is no text unless there is one of this name. Others see it whole or not at all.
     *
     * @return false if there was one
     */
    public boolean writeIfAbsent(String name, byte[] content) {
        try {
            byte[] bytes = bytes(name, content);
            return isLocal() ? writeLocal(name, bytes) : writeRemote(name, bytes);
        } catch (IOException e) {
            throw notWritable(name, "cannot be written", e);
        }
    }

    /** All documents, in no particular order; none if there is no folder. */
    public List<Entry> list() {
        List<Entry> entries = new ArrayList<>();
        try {
            for (FileStatus status : files.listStatus(folder)) {
                String name = status.getPath().getName();
                if (status.isFile() && !name.startsWith(".")) {
                    entries.add(new Entry(name, status.getModificationTime()));
                }
            }
        } catch (FileNotFoundException e) {
            return List.of();
        } catch (IOException e) {
            throw failure("", "cannot be listed", e);
        }
        return entries;
    }

    /**
     * The highest number that is the name of a document. Where numbers follow each other, those that a listing does not
     * show yet are found, too.
     */
    public OptionalLong lastNumber() {
        OptionalLong last = list().stream()
                .map(Entry::name)
                .filter(name -> name.matches("[0-9]{1,18}"))
                .mapToLong(Long::parseLong)
                .max();
        if (isLocal()) {
            return last;
        }
        long next = last.isPresent() ? last.getAsLong() + 1 : 0;
        while (isThere(String.valueOf(next))) {
            last = OptionalLong.of(next++);
        }
        return last;
    }

    private boolean isThere(String name) {
        try {
            return files.getFileStatus(new Path(folder, name)).isFile();
        } catch (FileNotFoundException e) {
            return false;
        } catch (IOException e) {
            throw failure(name, "cannot be looked at", e);
        }
    }

    /** Removes a document, if it is there. */
    public void delete(String name) {
        try {
            files.delete(new Path(folder, name), false);
        } catch (IOException e) {
            throw notWritable(name, "cannot be deleted", e);
        }
    }

    private boolean writeLocal(String name, byte[] bytes) throws IOException {
        java.nio.file.Path target = local(name);
        java.nio.file.Path parent = java.nio.file.Path.of(folder.toUri().getPath());
        Files.createDirectories(parent);
        java.nio.file.Path temporary = parent.resolve("." + name + "." + UUID.randomUUID());
        Files.write(temporary, bytes);
        try {
            AtomicPut.link(temporary, target);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private boolean writeRemote(String name, byte[] bytes) throws IOException {
        try {
            WholeFile.create(configuration, new Path(folder, name), bytes);
            return true;
        } catch (org.apache.hadoop.fs.FileAlreadyExistsException e) {
            return false;
        }
    }

    private static byte[] bytes(String name, byte[] plain) throws IOException {
        if (!name.endsWith(".gz")) {
            return plain;
        }
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(compressed)) {
            new ByteArrayInputStream(plain).transferTo(out);
        }
        return compressed.toByteArray();
    }

    private boolean isLocal() {
        return "file".equals(folder.toUri().getScheme());
    }

    private java.nio.file.Path local(String name) {
        return java.nio.file.Path.of(folder.toUri().getPath(), name);
    }

    private PipelineException notWritable(String name, String what, IOException cause) {
        return StorageFailure.explain(described(name) + what, cause)
                .map(lasting -> new PipelineException(lasting, cause))
                .orElseGet(() -> failure(name, what, cause));
    }

    private PipelineException failure(String name, String what, IOException cause) {
        return new PipelineException(
                Problem.of(ErrorCode.IO_FAILURE, described(name) + what)
                        .because(cause.getClass().getSimpleName() + ": " + cause.getMessage())
                        .remedy("Check the disk and the permissions of the pipeline's storage"),
                cause);
    }

    private String described(String name) {
        return "`" + (name.isEmpty() ? folder.toString() : folder + "/" + name) + "` ";
    }
}
