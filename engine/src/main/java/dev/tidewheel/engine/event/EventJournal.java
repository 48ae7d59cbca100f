package dev.tidewheel.engine.event;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;

/**
 * Appends events to the segments of one journal. A line that was appended is with the operating system and survives the
 * death of the process, though not that of the machine. Not safe for use by several threads.
 */
final class EventJournal implements AutoCloseable {
    private final JournalFolder folder;
    private JournalSegment segment;
    private FileChannel channel;
    private long length;
    private int events;

    private EventJournal(JournalFolder folder, JournalSegment segment, FileChannel channel) {
        this.folder = folder;
        this.segment = segment;
        this.channel = channel;
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
            length += writeFully(channel, line);
        } catch (IOException failure) {
            // a half line would swallow the next one
            channel.truncate(length);
            channel.position(length);
            throw failure;
        }
        events++;
    }

    private static long writeFully(FileChannel target, String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            target.write(bytes);
        }
        return bytes.limit();
    }

    /** Number of events in the segment that is written to. */
    int events() {
        return events;
    }

    /** Begins a new segment; the one until now can be moved. If this fails, it goes on being written to. */
    void roll(JournalHeader header) throws IOException {
        JournalSegment next = JournalSegment.in(folder.path(), segment.number() + 1);
        FileChannel nextChannel = create(next);
        long nextLength;
        try {
            nextLength = writeFully(nextChannel, header.write());
        } catch (IOException failure) {
            nextChannel.close();
            Files.deleteIfExists(next.file());
            throw failure;
        }
        channel.close();
        channel = nextChannel;
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
        try (FileChannel channel = create(segment)) {
            writeFully(channel, new JournalHeader(0, List.of()).write());
        }
    }

    private static FileChannel create(JournalSegment segment) throws IOException {
        Files.createDirectories(segment.file().toAbsolutePath().getParent());
        return FileChannel.open(segment.file(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    @Override
    public void close() throws IOException {
        channel.close();
        folder.close();
    }
}
