package dev.tidewheel.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
                + " log files | data files | temporary files |";
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
                "| %d | %.0f | %.0f | %d | %d | %d | %d | %d | %d | %d | %d |",
                (System.nanoTime() - start) / 1_000_000_000,
                live / MEGA,
                resident() / 1024.0,
                ManagementFactory.getThreadMXBean().getThreadCount(),
                entries(Path.of("/proc/self/fd")),
                files("checkpoints"),
                files("state"),
                files("journal"),
                files("_delta_log"),
                files("parquet"),
                below(Path.of(System.getProperty("java.io.tmpdir")), path -> true));
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
        return below(storage, path -> {
            String name = storage.relativize(path).toString();
            return name.contains(part) && !(part.equals("parquet") && name.contains("_delta_log"));
        });
    }

    /** Counts as well as it can while files come and go. */
    private static long below(Path folder, Predicate<Path> which) throws IOException {
        AtomicLong found = new AtomicLong();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (which.test(file)) {
                    found.incrementAndGet();
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path gone, IOException failure) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) {
                return FileVisitResult.CONTINUE;
            }
        });
        return found.get();
    }
}
