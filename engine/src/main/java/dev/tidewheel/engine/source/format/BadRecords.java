package dev.tidewheel.engine.source.format;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/**
 * Takes malformed records out of the rows and writes them to files of JSON, a folder for each scan and a file for each
 * task that meets any. A task that is run again writes its records again. Used by one task at a time.
 */
final class BadRecords implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS").withZone(ZoneOffset.UTC);

    private final String folder;
    private final Broadcast<SerializableConfiguration> configuration;
    private transient @Nullable OutputStream out;

    private BadRecords(String folder, Broadcast<SerializableConfiguration> configuration) {
        this.folder = folder;
        this.configuration = configuration;
    }

    /** Empty unless the options of a reader ask for it. */
    static Optional<BadRecords> wanted(
            Map<String, String> options, Broadcast<SerializableConfiguration> configuration) {
        return Optional.ofNullable(options.get(ReaderOption.BAD_RECORDS_PATH))
                .map(path -> new BadRecords(path + "/" + TIME.format(Instant.now()) + "/bad_records", configuration));
    }

    /** One for a task of its own. */
    BadRecords forTask() {
        return new BadRecords(folder, configuration);
    }

    void write(String file, String record, @Nullable Throwable reason) {
        String why = reason == null ? "malformed" : String.valueOf(reason.getMessage());
        String line = JsonNodeFactory.instance
                .objectNode()
                .put("path", file)
                .put("record", record)
                .put("reason", reason == null ? why : reason.getClass().getSimpleName() + ": " + why)
                .toString();
        try {
            OutputStream target = out == null ? open() : out;
            target.write(line.getBytes(StandardCharsets.UTF_8));
            target.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException("malformed records cannot be written to " + folder, e);
        }
    }

    private OutputStream open() throws IOException {
        Configuration hadoop = configuration.value().value();
        Path path = new Path(folder, "part-" + UUID.randomUUID() + ".json");
        OutputStream opened = path.getFileSystem(hadoop).create(path, false);
        out = opened;
        TaskContext task = TaskContext.get();
        if (task != null) {
            TaskCompletionListener close = context -> close(opened);
            task.addTaskCompletionListener(close);
        }
        return opened;
    }

    private static void close(OutputStream opened) {
        try {
            opened.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
