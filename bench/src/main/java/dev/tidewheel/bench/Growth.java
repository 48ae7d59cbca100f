package dev.tidewheel.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** What may grow in a process that lives for long, as lines of a table: one each time it is looked at. */
final class Growth {

    private static final double MEGA = 1 << 20;

    private final Path storage;
    private final long start = System.nanoTime();

    Growth(Path storage) {
        this.storage = storage;
    }

    static String header() {
        return "| s | live heap MB | process MB | threads | open files | checkpoint files | state files | journal files |"
                + " log files | data files |";
    }

    /** As things are now; collects garbage first, so that only what is alive is counted. */
    String line() throws IOException {
        System.gc();
        long live = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getType() == MemoryType.HEAP) {
                live += pool.getUsage().getUsed();
            }
        }
        return String.format(
                Locale.ROOT,
                "| %d | %.0f | %.0f | %d | %d | %d | %d | %d | %d | %d |",
                (System.nanoTime() - start) / 1_000_000_000,
                live / MEGA,
                resident() / 1024.0,
                ManagementFactory.getThreadMXBean().getThreadCount(),
                entries(Path.of("/proc/self/fd")),
                files("checkpoints"),
                files("state"),
                files("journal"),
                files("_delta_log"),
                files("parquet"));
    }

    private static long resident() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }

    private static long entries(Path folder) throws IOException {
        try (Stream<Path> found = Files.list(folder)) {
            return found.count();
        }
    }

    private long files(String part) throws IOException {
        try (Stream<Path> found = Files.walk(storage)) {
            return found.map(path -> storage.relativize(path).toString())
                    .filter(path -> path.contains(part) && !(part.equals("parquet") && path.contains("_delta_log")))
                    .count();
        }
    }
}
