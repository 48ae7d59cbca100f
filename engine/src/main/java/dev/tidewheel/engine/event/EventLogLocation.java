package dev.tidewheel.engine.event;

import dev.tidewheel.engine.state.LocalPath;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;

/**
 * Where the event log of a pipeline is.
 *
 * @param table the Delta table, as a path or URI that Hadoop understands
 * @param journal a local folder, for events on their way to the table
 */
public record EventLogLocation(String table, Path journal) {

    /** Names the folder for journals of pipelines whose storage is not local; default {@code ~/.tidewheel/journal}. */
    public static final String JOURNAL_PROPERTY = "tidewheel.journal.dir";

    public EventLogLocation {
        Objects.requireNonNull(table, "table is null");
        Objects.requireNonNull(journal, "journal is null");
    }

    /**
     * The log of the pipeline with this storage. The journal of a local storage is inside it, so that whoever sees the
     * storage sees all events at once; that of an object store is in a folder of this machine, as such stores cannot
     * append.
     */
    public static EventLogLocation of(String storage) {
        String root = storage.endsWith("/") ? storage.substring(0, storage.length() - 1) : storage;
        return new EventLogLocation(
                root + "/events",
                LocalPath.of(root)
                        .map(local -> local.resolve("state").resolve("journal"))
                        .orElseGet(() -> awayFrom(root)));
    }

    private static Path awayFrom(String storage) {
        String folder = System.getProperty(JOURNAL_PROPERTY);
        Path parent =
                folder == null ? Path.of(System.getProperty("user.home"), ".tidewheel", "journal") : Path.of(folder);
        URI normal = URI.create(storage.replace(" ", "%20")).normalize();
        return parent.resolve(UUID.nameUUIDFromBytes(normal.toString().getBytes(StandardCharsets.UTF_8))
                .toString());
    }
}
