package dev.tidewheel.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Writes readings of devices into a folder at an even rate, a whole file each time, and notes when each was there. */
final class LiveSource {

    static final String SCHEMA = "seq BIGINT, device INT, reading DOUBLE, at BIGINT";

    private static final int FILES_A_SECOND = 10;
    private static final int DEVICES = 100;

    /** A file that has come: its last row, and when. */
    record Arrival(long lastRow, long millis) {}

    private final Path folder;
    private final Random random = new Random(11);
    private long rows;

    LiveSource(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    /** Writes for so long; returns what has come, in order. */
    List<Arrival> write(int rowsASecond, int seconds) {
        List<Arrival> arrivals = new ArrayList<>();
        long start = System.nanoTime();
        for (int file = 0; file < seconds * FILES_A_SECOND; file++) {
            long due = start + file * (TimeUnit.SECONDS.toNanos(1) / FILES_A_SECOND);
            LockSupport.parkNanos(due - System.nanoTime());
            arrivals.add(put(rowsASecond / FILES_A_SECOND));
        }
        return arrivals;
    }

    /** Writes one file with so many rows. */
    Arrival put(int count) {
        StringBuilder text = new StringBuilder();
        long now = System.currentTimeMillis();
        for (int i = 0; i < count; i++) {
            text.append("{\"seq\":")
                    .append(rows++)
                    .append(",\"device\":")
                    .append(random.nextInt(DEVICES))
                    .append(",\"reading\":")
                    .append(random.nextInt(100_000) / 100.0)
                    .append(",\"at\":")
                    .append(now)
                    .append("}\n");
        }
        try {
            Path hidden = folder.resolve("." + rows);
            Files.writeString(hidden, text, StandardCharsets.UTF_8);
            Files.move(hidden, folder.resolve(rows + ".json"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Arrival(rows - 1, System.currentTimeMillis());
    }
}
