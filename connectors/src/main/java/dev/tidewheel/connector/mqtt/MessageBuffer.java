package dev.tidewheel.connector.mqtt;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Messages that were received and may not be in the table yet, in files of a folder. A file appears whole and durable, or
 * not at all. On the local disk it is forced there; on other file systems it is there once it is closed. Used by one thread.
 */
final class MessageBuffer {

    private final Path folder;
    private final FileSystem files;
    private final boolean local;

    MessageBuffer(String folder, Configuration configuration) {
        this.folder = new Path(folder);
        try {
            this.files = this.folder.getFileSystem(configuration);
        } catch (IOException e) {
            throw failed(e);
        }
        this.local = "file".equals(files.getUri().getScheme());
    }

    /** All finished segments, by number. */
    List<Segment> segments() {
        List<Segment> found = new ArrayList<>();
        try {
            for (FileStatus file : files.listStatus(folder)) {
                Segment.of(file.getPath().getName(), file.getLen()).ifPresent(found::add);
            }
        } catch (FileNotFoundException e) {
            return List.of();
        } catch (IOException e) {
            throw failed(e);
        }
        found.sort(Segment.BY_NUMBER);
        return found;
    }

    String path(Segment segment) {
        return new Path(folder, segment.name()).toString();
    }

    /** Writes messages; when this returns they survive a crash of the machine. */
    Segment append(long first, List<Message> messages) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(messages.size() * 128);
            DataOutputStream out = new DataOutputStream(bytes);
            for (Message message : messages) {
                message.write(out);
            }
            Segment segment = new Segment(first, messages.size(), bytes.size());
            if (local) {
                writeLocal(segment, bytes.toByteArray());
            } else {
                writeRemote(segment, bytes.toByteArray());
            }
            return segment;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private void writeLocal(Segment segment, byte[] bytes) throws IOException {
        java.nio.file.Path parent = java.nio.file.Path.of(folder.toUri().getPath());
        Files.createDirectories(parent);
        java.nio.file.Path unfinished = parent.resolve("." + segment.name());
        try (FileChannel channel = FileChannel.open(
                unfinished,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
        Files.move(unfinished, parent.resolve(segment.name()), StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel names = FileChannel.open(parent, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    private void writeRemote(Segment segment, byte[] bytes) throws IOException {
        Path unfinished = new Path(folder, "." + segment.name());
        try (FSDataOutputStream out = files.create(unfinished, true);
                BufferedOutputStream buffered = new BufferedOutputStream(out)) {
            buffered.write(bytes);
        }
        if (!files.rename(unfinished, new Path(folder, segment.name()))) {
            throw new IOException("cannot rename " + unfinished);
        }
    }

    /** Removes segments whose messages all have smaller numbers. */
    void forget(long before) {
        for (Segment segment : segments()) {
            if (segment.end() <= before) {
                try {
                    files.delete(new Path(folder, segment.name()), false);
                } catch (IOException e) {
                    throw failed(e);
                }
            }
        }
    }

    private PipelineException failed(IOException e) {
        return new PipelineException(
                Problem.of(ErrorCode.IO_FAILURE, "the buffer of messages in " + folder + " cannot be used")
                        .because(String.valueOf(e.getMessage()))
                        .remedy("nothing is lost: what was not acknowledged stays with the broker"),
                e);
    }
}
