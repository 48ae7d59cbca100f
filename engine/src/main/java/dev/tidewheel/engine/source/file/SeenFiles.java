package dev.tidewheel.engine.source.file;

import dev.tidewheel.engine.source.listing.ListedFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.apache.spark.unsafe.Platform;

/**
 * The files that were taken up to some position. Of a path 128 bits of hash are kept, by which two files are never taken
 * for one in practice, and the time of the last modification: 24 bytes a file, in one table. Not thread-safe.
 */
final class SeenFiles {
    private static final int LONGS = 3;
    private static final int LEAST_SLOTS = 1 << 10;
    private static final long FIRST_SEED = 0x7469646577686565L;
    private static final long SECOND_SEED = 0x6C66696C65732E31L;

    /** Per slot: two halves of the hash, both 0 if the slot is free, and the time. */
    private long[] table = new long[LEAST_SLOTS * LONGS];

    private int size;

    void add(Entry entry) {
        addAll(entry.files());
        addAll(entry.passedOver());
    }

    void addAll(List<ListedFile> files) {
        files.forEach(file -> {
            byte[] path = file.path().getBytes(StandardCharsets.UTF_8);
            put(first(path), second(path), file.modified());
        });
    }

    boolean contains(ListedFile file) {
        byte[] path = file.path().getBytes(StandardCharsets.UTF_8);
        return table[slot(first(path), second(path))] != 0;
    }

    /** True if the file, as it is now, was taken; false also if it was written anew since. */
    boolean containsVersion(ListedFile file) {
        byte[] path = file.path().getBytes(StandardCharsets.UTF_8);
        int slot = slot(first(path), second(path));
        return table[slot] != 0 && file.modified() <= table[slot + 2];
    }

    int size() {
        return size;
    }

    /** Adds what {@link #toBytes} gave. */
    void addAll(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        if (bytes.length % (LONGS * Long.BYTES) != 0) {
            throw new IllegalArgumentException("it is cut short");
        }
        while (buffer.hasRemaining()) {
            put(buffer.getLong(), buffer.getLong(), buffer.getLong());
        }
    }

    /** @param oldest what was last modified before is left out */
    byte[] toBytes(long oldest) {
        ByteBuffer buffer = ByteBuffer.allocate(size * LONGS * Long.BYTES);
        for (int slot = 0; slot < table.length; slot += LONGS) {
            if (table[slot] != 0 && table[slot + 2] >= oldest) {
                buffer.putLong(table[slot]).putLong(table[slot + 1]).putLong(table[slot + 2]);
            }
        }
        byte[] bytes = new byte[buffer.position()];
        buffer.flip().get(bytes);
        return bytes;
    }

    /** How many files such bytes hold. */
    static int count(byte[] bytes) {
        return bytes.length / (LONGS * Long.BYTES);
    }

    private void put(long first, long second, long modified) {
        int slot = slot(first, second);
        if (table[slot] != 0) {
            table[slot + 2] = Math.max(table[slot + 2], modified);
            return;
        }
        table[slot] = first;
        table[slot + 1] = second;
        table[slot + 2] = modified;
        size++;
        if (size * 3L > table.length / LONGS * 2L) {
            grow();
        }
    }

    private void grow() {
        long[] old = table;
        table = new long[old.length * 2];
        for (int from = 0; from < old.length; from += LONGS) {
            if (old[from] != 0) {
                System.arraycopy(old, from, table, slot(old[from], old[from + 1]), LONGS);
            }
        }
    }

    /** Where the hash is, or the free slot where it belongs. */
    private int slot(long first, long second) {
        int slots = table.length / LONGS;
        int slot = (int) second & (slots - 1);
        while (table[slot * LONGS] != 0 && (table[slot * LONGS] != first || table[slot * LONGS + 1] != second)) {
            slot = (slot + 1) & (slots - 1);
        }
        return slot * LONGS;
    }

    /** Never 0, which marks a free slot. */
    private static long first(byte[] path) {
        long hash = hash(path, FIRST_SEED);
        return hash == 0 ? 1 : hash;
    }

    private static long second(byte[] path) {
        return hash(path, SECOND_SEED);
    }

    private static long hash(byte[] path, long seed) {
        return XXH64.hashUnsafeBytes(path, Platform.BYTE_ARRAY_OFFSET, path.length, seed);
    }
}
