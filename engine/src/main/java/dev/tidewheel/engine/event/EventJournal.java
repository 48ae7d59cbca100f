package dev.tidewheel.engine.event;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;

/**
 * Appends events to the segments of one journal. A line that was appended is with the operating system and survives the
 * death of the process, though not that of the machine. Files are written the old way: a channel would be closed for good by
 * the first publisher that is interrupted. Not safe for use by several threads.
 */
final class EventJournal implements AutoCloseable {
    private final JournalFolder folder;
    private JournalSegment segment;
    private RandomAccessFile out;
    private long length;
    private int events;

    private EventJournal(JournalFolder folder, JournalSegment segment, RandomAccessFile out) {
        this.folder = folder;
        this.segment = segment;
        this.out = out;
    }

    /** Begins a segment after those that are there. */
    static EventJournal open(JournalFolder folder, JournalHeader header) throws IOException {
        List<JournalSegment> before = folder.segments();
        // should somebody have emptied the folder: the seconds since 1970 are above all numbers counted one by one
        long number = before.isEmpty()
                ? Instant.now().getEpochSecond()
                : before.get(before.size() - 1).number() + 1;
        JournalSegment segment = JournalSegment.in(folder.path(), number);
        EventJournal journal = new EventJournal(folder, segment, create(segment));
        journal.append(header.write());
        journal.events = 0;
        return journal;
    }

    /** Appends one line, whole or not at all. */
    void append(String line) throws IOException {
        try {
            length += writeFully(out, line);
        } catch (IOException failure) {
            // a half line would swallow the next one
            out.setLength(length);
            out.seek(length);
            throw failure;
        }
        events++;
    }

    private static long writeFully(RandomAccessFile target, String line) throws IOException {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        target.write(bytes);
        return bytes.length;
    }

    String id() {
        return folder.id();
    }

    /** Number of events in the segment that is written to. */
    int events() {
        return events;
    }

    /** Begins a new segment; the one until now can be moved. If this fails, it goes on being written to. */
    void roll(JournalHeader header) throws IOException {
        JournalSegment next = JournalSegment.in(folder.path(), segment.number() + 1);
        RandomAccessFile nextOut = create(next);
        long nextLength;
        try {
            nextLength = writeFully(nextOut, header.write());
        } catch (IOException failure) {
            nextOut.close();
            Files.deleteIfExists(next.file());
            throw failure;
        }
        out.close();
        out = nextOut;
        segment = next;
        length = nextLength;
        events = 0;
    }

    /** The segments that are not written to any more, oldest first. */
    List<JournalSegment> closedSegments() throws IOException {
        long current = segment.number();
        return folder.segments().stream().filter(one -> one.number() < current).toList();
    }

    /** Makes a segment that says that nothing is open, for whoever takes the journal next. */
    static void leaveEmpty(JournalSegment segment) throws IOException {
        try (RandomAccessFile out = create(segment)) {
            writeFully(out, new JournalHeader(0, List.of()).write());
        }
    }

    private static RandomAccessFile create(JournalSegment segment) throws IOException {
        Files.createDirectories(segment.file().toAbsolutePath().getParent());
        Files.createFile(segment.file());
        return new RandomAccessFile(segment.file().toFile(), "rw");
    }

    @Override
    public void close() throws IOException {
        out.close();
        folder.close();
    }
}
