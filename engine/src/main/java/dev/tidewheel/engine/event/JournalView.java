package dev.tidewheel.engine.event;

import dev.tidewheel.model.event.PipelineEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks at all journals of a pipeline from outside, while they are written and moved. Each look brings what was added
 * since the one before. Not safe for use by several threads.
 */
final class JournalView {
    private final Path root;
    private final Map<JournalSegment, Long> offsets = new HashMap<>();

    /** Events of one segment. */
    record Part(JournalSegment segment, List<PipelineEvent> events) {}

    /**
     * What a look brought.
     *
     * @param vanished true if a segment that was there before is not there any more: the table has it
     */
    record Look(List<Part> parts, boolean vanished) {}

    JournalView(Path root) {
        this.root = root;
    }

    Look look() throws IOException {
        List<Part> parts = new ArrayList<>();
        Set<JournalSegment> present = new HashSet<>();
        for (Path folder : JournalFolder.list(root)) {
            for (JournalSegment segment : list(folder)) {
                try {
                    List<PipelineEvent> events = readOn(segment);
                    present.add(segment);
                    if (!events.isEmpty()) {
                        parts.add(new Part(segment, events));
                    }
                } catch (NoSuchFileException moved) {
                    // between listing and reading: it is in the table
                }
            }
        }
        boolean vanished = offsets.keySet().retainAll(present);
        return new Look(parts, vanished);
    }

    private static List<JournalSegment> list(Path folder) throws IOException {
        try {
            return JournalSegment.list(folder);
        } catch (NoSuchFileException removed) {
            return List.of();
        }
    }

    private List<PipelineEvent> readOn(JournalSegment segment) throws IOException {
        long offset = offsets.getOrDefault(segment, 0L);
        try (SeekableByteChannel channel = Files.newByteChannel(segment.file())) {
            long size = channel.size();
            if (size <= offset) {
                offsets.put(segment, offset);
                return List.of();
            }
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(size - offset));
            channel.position(offset);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // until all is read
            }
            int whole = bytes.position();
            while (whole > 0 && bytes.get(whole - 1) != '\n') {
                whole--;
            }
            offsets.put(segment, offset + whole);
            return segment.parse(new String(bytes.array(), 0, whole, StandardCharsets.UTF_8))
                    .events();
        }
    }
}
