package dev.tidewheel.engine.source.file;

import dev.tidewheel.engine.source.document.DocumentFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Documents with the files taken, each for a stretch of entries. None is ever changed. A new one takes in those before it
 * that are not much larger, so that there are few of them, and each file is written anew only as often as their number
 * doubles. Not thread-safe.
 */
final class SeenSegments {
    private static final Pattern NAME = Pattern.compile("([0-9]{10})-([0-9]+)-[-0-9a-f]{36}\\.seen");
    private static final int TAKEN_IN = 2;

    private final DocumentFolder documents;

    SeenSegments(DocumentFolder documents) {
        this.documents = documents;
    }

    /**
     * Stores what was taken since the last document.
     *
     * @param sequence of the entry up to which it goes
     * @param before names of the documents so far, oldest first
     * @param oldest what was last modified before may be forgotten
     * @return names of all documents from now on, oldest first
     */
    List<String> append(long sequence, List<String> before, SeenFiles recent, long oldest) {
        List<String> names = new ArrayList<>(before);
        while (!names.isEmpty() && count(names.get(names.size() - 1)) <= (long) TAKEN_IN * recent.size()) {
            read(names.remove(names.size() - 1), recent);
        }
        byte[] bytes = recent.toBytes(oldest);
        String name = String.format("%010d-%d-%s.seen", sequence, SeenFiles.count(bytes), UUID.randomUUID());
        documents.writeIfAbsent(name, bytes);
        names.add(name);
        return names;
    }

    /** @throws IllegalArgumentException if the document is not there or is damaged */
    void read(String name, SeenFiles seen) {
        byte[] bytes = documents.readBytes(name).orElseThrow(() -> new IllegalArgumentException("it is not there"));
        if (SeenFiles.count(bytes) != count(name)) {
            throw new IllegalArgumentException("it is cut short");
        }
        seen.addAll(bytes);
    }

    /** The entry up to which a document goes; empty if the name is of another kind. */
    static Optional<Long> sequence(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches() ? Optional.of(Long.valueOf(matcher.group(1))) : Optional.empty();
    }

    private static long count(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("it is no document with files");
        }
        return Long.parseLong(matcher.group(2));
    }
}
