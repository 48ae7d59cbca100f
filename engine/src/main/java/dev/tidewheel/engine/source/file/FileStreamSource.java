package dev.tidewheel.engine.source.file;

import dev.tidewheel.engine.source.Backlog;
import dev.tidewheel.engine.source.Replay;
import dev.tidewheel.engine.source.StreamSource;
import dev.tidewheel.engine.source.listing.FileSnapshot;
import dev.tidewheel.engine.source.listing.ListedFile;
import dev.tidewheel.engine.source.listing.QuietFolders;
import dev.tidewheel.engine.source.option.FileSourceOptions;
import dev.tidewheel.engine.source.schema.FileSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A stream of files that takes each file exactly once. All that must survive is in the documents of an {@link EntryLog}
 * and in the position; the set of files seen is kept in memory only to save reading it again. Looking lists the files
 * once, and neither writes nor starts a Spark job. Methods may be called from several threads, one at a time.
 */
final class FileStreamSource implements StreamSource {
    private static final int MOST_PASSED_OVER = 10_000;

    private final FileSource source;
    private final FileSchema schema;
    private final FileSourceOptions options;
    private final EntryLog entries;
    private final SourceCleaner cleaner;

    /** Null if a file may come to be wanted that was not, while its folder stays as it is. */
    private final @Nullable QuietFolders quiet;

    private long cleanAgainAt = Long.MIN_VALUE;
    private SeenFiles seen = new SeenFiles();
    private @Nullable Position seenUpTo;

    /** Where the last batch from {@link #cursorHorizon} ended: the next one need not search from its beginning. */
    private int cursor;

    private @Nullable FileBacklog cursorHorizon;

    FileStreamSource(
            FileSource source, FileSchema schema, FileSourceOptions options, EntryLog entries, SourceCleaner cleaner) {
        this.source = source;
        this.schema = schema;
        this.options = options;
        this.entries = entries;
        this.cleaner = cleaner;
        this.quiet = options.dependsOnTimes() ? null : new QuietFolders();
    }

    @Override
    public StructType schema() {
        return schema.rows();
    }

    @Override
    public synchronized Backlog look(@Nullable String position) {
        moveTo(position);
        if (position == null && !options.includesExistingFiles()) {
            return FileBacklog.beginningAfter(source.list());
        }
        long oldest = forgotten();
        FileSnapshot snapshot = source.list(file -> file.modified() >= oldest && isNew(file), quiet);
        return FileBacklog.of(snapshot.root(), snapshot.files());
    }

    @Override
    public synchronized Optional<String> advance(@Nullable String position, Backlog horizon) {
        if (!(horizon instanceof FileBacklog backlog)) {
            throw new IllegalArgumentException("the horizon is of another source");
        }
        moveTo(position);
        boolean begins = backlog.begins() && position == null;
        List<ListedFile> batch = nextBatch(backlog);
        if (batch.isEmpty() && !begins) {
            return Optional.empty();
        }
        return Optional.of(append(backlog, batch, begins ? backlog.passedOver() : List.of()));
    }

    @Override
    public synchronized LogicalPlan rows(@Nullable String start, String end) {
        List<Entry> between = entries.between(start == null ? null : Position.fromJson(start), Position.fromJson(end));
        List<ListedFile> files = new ArrayList<>();
        between.forEach(entry -> files.addAll(entry.files()));
        String root = between.isEmpty() ? "" : between.get(between.size() - 1).root();
        return source.batch(schema, new FileSnapshot(root, files));
    }

    @Override
    public synchronized void committed(String position) {
        if (cleaner.isActive() && entries.now() >= cleanAgainAt) {
            cleanAgainAt = cleaner.clean(entries, Position.fromJson(position));
        }
    }

    @Override
    public synchronized Replay replay(String position) {
        if (!options.includesExistingFiles()) {
            return Replay.without("begins with files that come from now on, as includeExistingFiles is false");
        }
        moveTo(position);
        long oldest = forgotten();
        long there = source.list(seen::contains).files().stream()
                .filter(file -> file.modified() >= oldest)
                .count();
        long gone = seen.size() - there;
        return gone <= 0
                ? Replay.COMPLETE
                : Replay.without("has lost " + gone + (gone == 1 ? " file that was" : " files that were") + " read");
    }

    private String append(FileBacklog backlog, List<ListedFile> batch, List<ListedFile> passedOver) {
        @Nullable Position last = seenUpTo;
        long now = entries.now();
        long sequence = last == null ? 1 : last.sequence() + 1;
        @Nullable String previous = last == null ? null : last.entry();
        // so many files are only remembered, as nobody reads an entry of that size
        boolean large = passedOver.size() > MOST_PASSED_OVER;
        @Nullable List<String> all = null;
        if (large || sequence % EntryLog.ENTRIES_PER_SUMMARY == 0) {
            SeenFiles recent = new SeenFiles();
            recent.addAll(batch);
            recent.addAll(passedOver);
            all = entries.storeSeen(last, recent, forgotten());
        }
        if (last != null && all != null) {
            entries.clean(last, now);
        }
        List<ListedFile> listed = large ? List.of() : passedOver;
        return entries.append(new Entry(sequence, previous, all, now, backlog.root(), batch, listed))
                .toJson();
    }

    /** Files that were last modified before are neither taken nor remembered. */
    private long forgotten() {
        return options.maxFileAge().map(age -> entries.now() - age.toMillis()).orElse(Long.MIN_VALUE);
    }

    private List<ListedFile> nextBatch(FileBacklog backlog) {
        if (cursorHorizon != backlog) {
            cursorHorizon = backlog;
            cursor = 0;
        }
        List<ListedFile> files = backlog.newFiles();
        while (cursor < files.size() && !isNew(files.get(cursor))) {
            cursor++;
        }
        List<ListedFile> batch = new ArrayList<>();
        long bytes = 0;
        for (int i = cursor; i < files.size(); i++) {
            if (batch.size() >= options.maxFilesPerBatch() || bytes >= options.maxBytesPerBatch()) {
                break;
            }
            if (isNew(files.get(i))) {
                batch.add(files.get(i));
                bytes += files.get(i).size();
            }
        }
        return batch;
    }

    private boolean isNew(ListedFile file) {
        return options.readsOverwrittenFiles() ? !seen.containsVersion(file) : !seen.contains(file);
    }

    /** Makes {@link #seen} what it was at a position: by one step ahead if that is enough, otherwise from the documents. */
    private void moveTo(@Nullable String json) {
        @Nullable Position position = json == null ? null : Position.fromJson(json);
        if (position == null) {
            if (seenUpTo != null) {
                seeAnew(new SeenFiles());
            }
        } else if (!position.equals(seenUpTo)) {
            Entry entry = entries.entry(position.entry());
            @Nullable String known = seenUpTo == null ? null : seenUpTo.entry();
            // the first entry may hold only a part of what was passed over
            boolean whole = known != null || entry.seen() == null;
            if (whole && java.util.Objects.equals(entry.previous(), known)) {
                seen.add(entry);
            } else {
                seeAnew(entries.seenAt(position));
            }
        }
        seenUpTo = position;
    }

    private void seeAnew(SeenFiles files) {
        seen = files;
        cursorHorizon = null;
        if (quiet != null) {
            quiet.clear();
        }
    }
}
