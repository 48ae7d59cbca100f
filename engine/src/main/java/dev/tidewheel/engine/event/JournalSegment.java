package dev.tidewheel.engine.event;

import dev.tidewheel.model.event.PipelineEvent;
import dev.tidewheel.model.event.json.EventJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of a journal: a header, then one event a line. A line counts only with its line break: what comes after the
 * last one was being written when the process died, and was not shown to anybody.
 *
 * @param journal id of the journal
 * @param number counts the segments of the journal upwards
 */
record JournalSegment(String journal, long number, Path file) implements Comparable<JournalSegment> {
    private static final Logger LOG = LoggerFactory.getLogger(JournalSegment.class);
    private static final String SUFFIX = ".jsonl";

    /** What a segment holds; the header is empty if the process died while writing it. */
    record Content(Optional<JournalHeader> header, List<PipelineEvent> events) {

        /** True if it says nothing that anybody has to act on. */
        boolean isIdle() {
            return events.isEmpty()
                    && header.map(one -> one.openUpdates().isEmpty()).orElse(true);
        }
    }

    static JournalSegment in(Path folder, long number) {
        return new JournalSegment(
                String.valueOf(folder.getFileName()), number, folder.resolve(String.format("%012d", number) + SUFFIX));
    }

    /** Those of a journal, in order. */
    static List<JournalSegment> list(Path folder) throws IOException {
        List<JournalSegment> segments = new ArrayList<>();
        try (var files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                String number = name.substring(0, name.length() - SUFFIX.length());
                if (number.matches("\\d{12}")) {
                    segments.add(in(folder, Long.parseLong(number)));
                }
            }
        }
        segments.sort(null);
        return segments;
    }

    /** Reads all of it. */
    Content read() throws IOException {
        return parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    }

    /** Parses whole lines; the header is looked for in the first one only. */
    Content parse(String text) {
        Optional<JournalHeader> header = Optional.empty();
        List<PipelineEvent> events = new ArrayList<>();
        int start = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
            String line = text.substring(start, end);
            if (start == 0 && JournalHeader.isHeader(line)) {
                header = JournalHeader.read(line);
            } else {
                parseLine(line).ifPresent(events::add);
            }
            start = end + 1;
        }
        return new Content(header, events);
    }

    private Optional<PipelineEvent> parseLine(String line) {
        try {
            return Optional.of(EventJson.read(line));
        } catch (IllegalArgumentException damaged) {
            LOG.warn("Passed over a damaged line of {}: {}", file, damaged.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public int compareTo(JournalSegment other) {
        return Long.compare(number, other.number);
    }
}
