package dev.tidewheel.engine.source.file;

import dev.tidewheel.engine.source.document.DocumentFolder;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a stream of files. Each entry points to the one before; the newest one that counts is named by the
 * position in the target's last commit, and by nothing here. So an entry whose batch was never committed is in no chain
 * and does no harm. From time to time an entry comes with documents of all files seen, so that a chain stays short to
 * read. Entries that are no longer young are kept together in larger documents, see {@link EntryPacks}. Not thread-safe.
 */
final class EntryLog {
    /** A new document of files seen comes after so many entries. */
    static final int ENTRIES_PER_SUMMARY = 32;

    /** Older table versions may be restored for some time, and need the entries of their positions. */
    static final Duration RETENTION = Duration.ofDays(60);

    /** What is younger is left alone: it is what is asked for, if anything is. */
    static final Duration YOUNG = Duration.ofHours(1);

    /** To clean means to list all documents, which are many. */
    private static final long CLEANING_MILLIS = Duration.ofHours(1).toMillis();

    private static final String CLEANED = "cleaned-";
    private static final int REMEMBERED_ENTRIES = 64;

    private final DocumentFolder documents;
    private final SeenSegments segments;
    private final EntryPacks packs;
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
        this.segments = new SeenSegments(documents);
        this.packs = new EntryPacks(documents);
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

    /** Milliseconds since 1970. */
    long now() {
        return clock.millis();
    }

    /**
     * Stores the files taken since documents of them were stored last.
     *
     * @param last entry before the one into which the names belong, null for the first one
     * @param recent files of the new entry; those of entries before it are added
     * @param oldest what was last modified before may be forgotten
     * @return names of documents with all files taken
     */
    List<String> storeSeen(@Nullable Position last, SeenFiles recent, long oldest) {
        List<String> before = List.of();
        @Nullable String name = last == null ? null : last.entry();
        while (name != null) {
            Entry entry = entry(name);
            if (entry.seen() != null) {
                before = entry.seen();
                break;
            }
            recent.add(entry);
            name = entry.previous();
        }
        return segments.append(last == null ? 1 : last.sequence() + 1, before, recent, oldest);
    }

    /** All files taken up to a position. */
    SeenFiles seenAt(Position position) {
        SeenFiles seen = new SeenFiles();
        @Nullable String name = position.entry();
        while (name != null) {
            Entry entry = entry(name);
            if (entry.seen() != null) {
                for (String segment : entry.seen()) {
                    try {
                        segments.read(segment, seen);
                    } catch (IllegalArgumentException e) {
                        throw damaged(segment, String.valueOf(e.getMessage()));
                    }
                }
                return seen;
            }
            seen.add(entry);
            name = entry.previous();
        }
        return seen;
    }

    /** Entries up to a position by their names, newest first, while more are wanted and they are kept. */
    void eachUpTo(Position position, BiPredicate<String, Entry> more) {
        @Nullable String name = position.entry();
        Optional<Entry> entry = Optional.of(entry(name));
        while (name != null && entry.isPresent() && more.test(name, entry.get())) {
            name = entry.get().previous();
            entry = name == null ? Optional.empty() : stored(name).map(Entry::fromJson);
        }
    }

    /** The entry up to which the source was cleaned last; empty if it never was. */
    String cleanedUpTo() {
        return cleanings().findFirst().flatMap(documents::read).orElse("");
    }

    /** When the source was cleaned last, in milliseconds since 1970; 0 if it never was. */
    long cleanedAt() {
        return cleanings()
                .findFirst()
                .map(name -> Long.parseLong(name.substring(CLEANED.length())))
                .orElse(0L);
    }

    void storeCleanedUpTo(String entry) {
        List<String> former = cleanings().toList();
        documents.writeIfAbsent(String.format("%s%015d", CLEANED, clock.millis()), entry);
        former.forEach(documents::delete);
    }

    /** Documents of cleanings, the newest first. */
    private Stream<String> cleanings() {
        return documents.list().stream()
                .map(DocumentFolder.Entry::name)
                .filter(name -> name.startsWith(CLEANED))
                .sorted(Comparator.reverseOrder());
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
     * Removes documents that no restored version can need any more, and with them orphans of crashes: entries that are
     * old, and before the documents of files with which the oldest entry that is kept begins; and documents of files that
     * others have taken in so long ago. What is kept and not young is put together. Does nothing if that was done in the
     * same hour; the hours of sources begin at different times.
     *
     * @param now when the next entry is written, in milliseconds since 1970: no hour begins between that and the cleaning
     */
    void clean(Position position, long now) {
        @Nullable Entry summary = lastSummary(position);
        if (summary == null || hour(summary.written()) == hour(now)) {
            return;
        }
        List<String> current = Objects.requireNonNull(summary.seen());
        long oldest = now - RETENTION.toMillis();
        List<DocumentFolder.Entry> all = documents.list();
        long needed = SeenSegments.sequence(current.get(current.size() - 1)).orElse(0L);
        for (DocumentFolder.Entry document : all) {
            boolean entries = document.name().endsWith(".json") || EntryPacks.isPack(document.name());
            if (document.modified() >= oldest && entries) {
                needed = Math.min(needed, sequence(document.name()) / ENTRIES_PER_SUMMARY * ENTRIES_PER_SUMMARY);
            }
        }
        Map<Long, Long> written = new TreeMap<>();
        for (DocumentFolder.Entry document : all) {
            if (current.contains(document.name())) {
                written.put(sequence(document.name()), document.modified());
            }
        }
        List<String> kept = new ArrayList<>();
        long young = now - YOUNG.toMillis();
        for (DocumentFolder.Entry document : all) {
            String name = document.name();
            if (document.modified() < oldest
                    && !current.contains(name)
                    && isUnused(name, takenInBefore(name, written, oldest), needed)) {
                documents.delete(name);
            } else if (name.endsWith(".json") && document.modified() < young && sequence(name) < summary.sequence()) {
                kept.add(name);
            }
        }
        packs.pack(all, kept);
    }

    private static boolean isUnused(String name, boolean takenIn, long needed) {
        if (name.endsWith(".seen")) {
            return takenIn;
        }
        return (EntryPacks.isPack(name) ? EntryPacks.last(name) : sequence(name)) < needed;
    }

    /** A number for each hour, which begins at another minute for another source. */
    private long hour(long millis) {
        return Math.floorDiv(millis + Math.floorMod(folder.hashCode(), CLEANING_MILLIS), CLEANING_MILLIS);
    }

    /** True if the document that holds the same files now was written before. */
    private static boolean takenInBefore(String name, Map<Long, Long> written, long time) {
        long sequence = sequence(name);
        return written.entrySet().stream()
                .filter(document -> document.getKey() >= sequence)
                .findFirst()
                .filter(document -> document.getValue() < time)
                .isPresent();
    }

    /** The last entry that comes with documents of all files seen; null if there is none. */
    private @Nullable Entry lastSummary(Position position) {
        @Nullable String name = position.entry();
        while (name != null) {
            Entry entry = entry(name);
            if (entry.seen() != null) {
                return entry;
            }
            name = entry.previous();
        }
        return null;
    }

    /** The number in the name of a document. */
    static long sequence(String name) {
        return name.matches("[0-9]{10}-.*") ? Long.parseLong(name.substring(0, 10)) : Long.MAX_VALUE;
    }

    private static String name(long sequence, String suffix) {
        return String.format("%010d-%s.%s", sequence, UUID.randomUUID(), suffix);
    }

    private <T> T document(String name, Function<String, T> parser) {
        String json = stored(name).orElseThrow(() -> damaged(name, "it is not there"));
        try {
            return parser.apply(json);
        } catch (IllegalArgumentException e) {
            throw damaged(name, String.valueOf(e.getMessage()));
        }
    }

    private Optional<String> stored(String name) {
        return documents.read(name).or(() -> packs.read(name, sequence(name)));
    }

    private PipelineException damaged(String name, String reason) {
        return new PipelineException(
                Problem.of(ErrorCode.SOURCE_CHANGED, "The list of files `" + folder + "/" + name + "` cannot be used")
                        .because(reason)
                        .remedy("Restore the pipeline's checkpoints, or run a full refresh of the table"));
    }
}
