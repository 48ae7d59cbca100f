package dev.tidewheel.engine.source.file;

import dev.tidewheel.engine.source.document.DocumentFolder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Documents that hold many older entries each, so that a stream of many batches does not fill its folder with small ones.
 * Entries stay as they were written, under their own names, so that every chain of them can be followed as before. The
 * document of an entry goes only after one that holds it, too, is listed: whoever looks for an entry finds the one or the
 * other. Not thread-safe; several processes may be at work.
 */
final class EntryPacks {
    /** Stretches as long as this are put together. */
    static final int ENTRIES = 1024;

    private static final Pattern NAME = Pattern.compile("([0-9]{10})-([0-9]{10})-[-0-9a-f]{36}\\.entries\\.gz");
    private static final int MOST_CHARACTERS = 4 << 20;

    /** So much is read in one go; what is left comes next time. */
    private static final int MOST_PACKS = 16;

    private final DocumentFolder documents;
    private final int length;
    private List<String> known = List.of();
    private Map<String, String> last = Map.of();

    EntryPacks(DocumentFolder documents) {
        this(documents, ENTRIES);
    }

    /** @param length how many entries are put together */
    EntryPacks(DocumentFolder documents, int length) {
        this.documents = documents;
        this.length = length;
    }

    static boolean isPack(String name) {
        return NAME.matcher(name).matches();
    }

    /** Number of the first entry in a document of that name. */
    static long first(String name) {
        return number(name, 1);
    }

    /** Number of the last entry in a document of that name. */
    static long last(String name) {
        return number(name, 2);
    }

    private static long number(String name, int group) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("it holds no entries");
        }
        return Long.parseLong(matcher.group(group));
    }

    /** The text of an entry that may have no document of its own any more; empty if it is nowhere. */
    Optional<String> read(String name, long sequence) {
        if (!last.containsKey(name) && !find(name, sequence)) {
            known = documents.list().stream()
                    .map(DocumentFolder.Entry::name)
                    .filter(EntryPacks::isPack)
                    .toList();
            find(name, sequence);
        }
        return Optional.ofNullable(last.get(name));
    }

    private boolean find(String name, long sequence) {
        for (String pack : known) {
            if (first(pack) <= sequence && sequence <= last(pack)) {
                Map<String, String> entries = content(pack);
                if (entries.containsKey(name)) {
                    last = entries;
                    return true;
                }
            }
        }
        return false;
    }

    private Map<String, String> content(String pack) {
        Map<String, String> entries = new LinkedHashMap<>();
        documents
                .read(pack)
                .ifPresent(text -> text.lines().forEach(line -> {
                    int end = line.indexOf(' ');
                    entries.put(line.substring(0, end), line.substring(end + 1));
                }));
        return entries;
    }

    /**
     * Puts entries together, and removes documents of those that have been put together before.
     *
     * @param all documents of the folder, as just listed
     * @param entries names of documents of entries that may be put together
     */
    void pack(List<DocumentFolder.Entry> all, List<String> entries) {
        TreeMap<Long, Set<String>> single = new TreeMap<>();
        entries.forEach(name -> single.computeIfAbsent(EntryLog.sequence(name), number -> new TreeSet<>())
                .add(name));
        all.stream()
                .map(DocumentFolder.Entry::name)
                .filter(EntryPacks::isPack)
                .forEach(pack -> removeHeldBy(pack, single));
        List<String> names = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        int packs = 0;
        for (String name : single.values().stream().flatMap(Set::stream).toList()) {
            Optional<String> entry = documents.read(name);
            if (entry.isEmpty()) {
                continue;
            }
            names.add(name);
            text.append(name).append(' ').append(entry.get()).append('\n');
            if (names.size() == length || text.length() >= MOST_CHARACTERS) {
                store(names, text.toString());
                names.clear();
                text.setLength(0);
                if (++packs == MOST_PACKS) {
                    return;
                }
            }
        }
    }

    private void removeHeldBy(String pack, TreeMap<Long, Set<String>> single) {
        Map<Long, Set<String>> stretch = single.subMap(first(pack), true, last(pack), true);
        if (stretch.isEmpty()) {
            return;
        }
        for (String held : content(pack).keySet()) {
            Set<String> alike = stretch.getOrDefault(EntryLog.sequence(held), Set.of());
            if (alike.contains(held)) {
                documents.delete(held);
                alike.remove(held);
            }
        }
        stretch.values().removeIf(Set::isEmpty);
    }

    private void store(List<String> names, String text) {
        long from = EntryLog.sequence(names.get(0));
        long to = EntryLog.sequence(names.get(names.size() - 1));
        documents.writeIfAbsent(String.format("%010d-%010d-%s.entries.gz", from, to, UUID.randomUUID()), text);
    }
}
