package dev.tidewheel.engine.source.file;

import dev.tidewheel.engine.source.document.DocumentFolder;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a stream of files. Each entry points to the one before; the newest one that counts is named by the
 * position in the target's last commit, and by nothing here. So an entry whose batch was never committed is in no chain
 * and does no harm. From time to time an entry comes with a document of all files seen, so that a chain stays short to
 * read. Not thread-safe.
 */
final class EntryLog {
    /** A new document of all files seen comes after so many entries. */
    static final int ENTRIES_PER_SUMMARY = 32;

    /** Older table versions may be restored for some time, and need the entries of their positions. */
    static final Duration RETENTION = Duration.ofDays(60);

    private static final int REMEMBERED_ENTRIES = 64;

    private final DocumentFolder documents;
    private final String folder;
    private final Clock clock;
    private final Map<String, Entry> remembered = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Entry> eldest) {
            return size() > REMEMBERED_ENTRIES;
        }
    };

    EntryLog(Configuration configuration, String folder, Clock clock) {
        this.documents = new DocumentFolder(configuration, folder);
        this.folder = folder;
        this.clock = clock;
    }

    /** Stores an entry under a name of its own. */
    Position append(Entry entry) {
        String name = name(entry.sequence(), "json");
        documents.writeIfAbsent(name, entry.toJson());
        remembered.put(name, entry);
        return new Position(name, entry.sequence());
    }

    /** Stores all files seen up to an entry; the name belongs into the entry. */
    String storeSummary(long sequence, SeenFiles seen) {
        String name = name(sequence, "seen.json.gz");
        documents.writeIfAbsent(name, seen.toJson());
        return name;
    }

    /** All files taken up to a position. */
    SeenFiles seenAt(Position position) {
        SeenFiles seen = new SeenFiles();
        @Nullable String name = position.entry();
        while (name != null) {
            Entry entry = entry(name);
            if (entry.seen() != null) {
                seen.putAll(document(entry.seen(), SeenFiles::fromJson));
                return seen;
            }
            seen.add(entry);
            name = entry.previous();
        }
        return seen;
    }

    /** The entries after {@code start} up to {@code end}, oldest first. */
    List<Entry> between(@Nullable Position start, Position end) {
        List<Entry> entries = new ArrayList<>();
        @Nullable String first = start == null ? null : start.entry();
        @Nullable String name = end.entry();
        while (name != null && !name.equals(first)) {
            Entry entry = entry(name);
            entries.add(0, entry);
            name = entry.previous();
        }
        if (first != null && name == null) {
            throw damaged(first, "it does not lead to `" + end.entry() + "`");
        }
        return entries;
    }

    Entry entry(String name) {
        @Nullable Entry known = remembered.get(name);
        if (known == null) {
            known = document(name, Entry::fromJson);
            remembered.put(name, known);
        }
        return known;
    }

    /**
     * Removes documents that no restored version can need any more: old ones, before the last summary at or before this
     * position. Orphans of crashes go with them.
     */
    void clean(Position position) {
        long summary = lastSummary(position);
        long oldest = clock.instant().minus(RETENTION).toEpochMilli();
        for (DocumentFolder.Entry document : documents.list()) {
            if (document.modified() < oldest && sequence(document.name()) < summary) {
                documents.delete(document.name());
            }
        }
    }

    private long lastSummary(Position position) {
        @Nullable String name = position.entry();
        while (name != null) {
            Entry entry = entry(name);
            if (entry.seen() != null) {
                return entry.sequence();
            }
            name = entry.previous();
        }
        return 0;
    }

    private static long sequence(String name) {
        return name.matches("[0-9]{10}-.*") ? Long.parseLong(name.substring(0, 10)) : Long.MAX_VALUE;
    }

    private static String name(long sequence, String suffix) {
        return String.format("%010d-%s.%s", sequence, UUID.randomUUID(), suffix);
    }

    private <T> T document(String name, Function<String, T> parser) {
        String json = documents.read(name).orElseThrow(() -> damaged(name, "it is not there"));
        try {
            return parser.apply(json);
        } catch (IllegalArgumentException e) {
            throw damaged(name, String.valueOf(e.getMessage()));
        }
    }

    private PipelineException damaged(String name, String reason) {
        return new PipelineException(
                Problem.of(ErrorCode.SOURCE_CHANGED, "The list of files `" + folder + "/" + name + "` cannot be used")
                        .because(reason)
                        .remedy("Restore the pipeline's checkpoints, or run a full refresh of the table"));
    }
}
