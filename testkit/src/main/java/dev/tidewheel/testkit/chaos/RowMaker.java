package dev.tidewheel.testkit.chaos;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Makes up the files of the sources. Used by one thread. */
final class RowMaker {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final int HOUR = 3_600;
    private static final int OUT_OF_ORDER = 900;
    private static final int MOST_EXTRAS = 2;

    private final Random random;
    private final Map<String, List<SourceRow>> sent = new TreeMap<>();
    private final Map<String, Integer> extras = new TreeMap<>();

    RowMaker(Random random) {
        this.random = random;
    }

    /** The files of a source for a chapter. The first one has rows, so that its columns can be found out. */
    List<List<SourceRow>> files(Source source, int chapter) {
        List<List<SourceRow>> files = new ArrayList<>();
        int number = chapter == 0 ? 1 + random.nextInt(2) : random.nextInt(4);
        if (number > 0 && chapter > 0 && extras(source) < MOST_EXTRAS && random.nextInt(3) == 0) {
            extras.merge(source.name(), 1, Integer::sum);
        }
        for (int i = 0; i < number; i++) {
            boolean empty = (chapter > 0 || i > 0) && random.nextInt(8) == 0;
            files.add(rows(source, chapter, empty ? 0 : 1 + random.nextInt(30)));
        }
        return files;
    }

    private int extras(Source source) {
        return extras.getOrDefault(source.name(), 0);
    }

    private List<SourceRow> rows(Source source, int chapter, int number) {
        List<SourceRow> known = sent.computeIfAbsent(source.name(), key -> new ArrayList<>());
        List<SourceRow> rows = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            boolean again = random.nextInt(10) == 0;
            if (again && !rows.isEmpty()) {
                rows.add(rows.get(random.nextInt(rows.size())));
            } else if (again && !source.orderly() && !known.isEmpty()) {
                rows.add(known.get(random.nextInt(known.size())));
            } else {
                rows.add(row(source, chapter, known.size() + rows.size()));
            }
        }
        known.addAll(rows);
        return rows;
    }

    private SourceRow row(Source source, int chapter, long id) {
        long seconds = (long) chapter * HOUR + random.nextInt(HOUR);
        if (random.nextInt(4) == 0) {
            // late, but less than watermarks allow
            seconds = (long) chapter * HOUR - random.nextInt(OUT_OF_ORDER);
        }
        if (!source.orderly() && random.nextInt(6) == 0) {
            seconds -= 3L * HOUR;
        }
        Map<String, String> further = new LinkedHashMap<>();
        for (int i = 1; i <= extras(source); i++) {
            if (random.nextInt(3) > 0) {
                further.put("x" + i, "text " + random.nextInt(5));
            }
        }
        Integer v = random.nextInt(12) == 0 ? null : random.nextInt(120) - 20;
        return new SourceRow(
                id, String.valueOf((char) ('a' + random.nextInt(6))), v, BEGIN.plusSeconds(seconds), further);
    }
}
