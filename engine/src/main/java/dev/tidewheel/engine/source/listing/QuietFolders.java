package dev.tidewheel.engine.source.listing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Folders of the local disk in which nothing was wanted when they were listed last. The time at which a folder last changed
 * ({@code ctime}, which nobody can set) moves with each file or folder that comes into it or goes, so that as long as it stays,
 * only folders inside need be looked at. A file that is written anew in its place does not move it: this is for those who are
 * interested in new files only. Everything is forgotten now and then, and a folder that changed within the last seconds is
 * never quiet, as times may be coarse. Not thread-safe.
 */
public final class QuietFolders {
    private static final long FORGOTTEN_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final long SETTLED_MILLIS = 2_000;
    private static final int MOST_FOLDERS = 200_000;
    private static final FileTime UNKNOWN = FileTime.fromMillis(0);

    /** File systems of a machine's own disks; what stands for something far away may not know what happens there. */
    private static final Set<String> TRUSTED =
            Set.of("ext2", "ext3", "ext4", "xfs", "btrfs", "zfs", "f2fs", "tmpfs", "overlay", "apfs");

    private final Map<Path, Quiet> folders = new HashMap<>();
    private final Map<Object, Boolean> trusted = new HashMap<>();
    private final long settledMillis;
    private long since = System.nanoTime();

    public QuietFolders() {
        this(SETTLED_MILLIS);
    }

    /** @param settledMillis how long a folder must not have changed to be quiet */
    QuietFolders(long settledMillis) {
        this.settledMillis = settledMillis;
    }

    /**
     * @param changed when it last changed
     * @param inside folders in it that belong to the source or may lead to it
     */
    private record Quiet(FileTime changed, List<Path> inside) {}

    /** Forgets all, as after a change of what is wanted. */
    public void clear() {
        folders.clear();
        since = System.nanoTime();
    }

    /** To be called before each walk. */
    void begin() {
        if (System.nanoTime() - since > FORGOTTEN_NANOS) {
            clear();
        }
    }

    /** When a folder last changed; {@link #UNKNOWN} if that cannot be told. */
    FileTime changed(Path folder) throws IOException {
        try {
            return isTrusted(folder) ? (FileTime) Files.getAttribute(folder, "unix:ctime") : UNKNOWN;
        } catch (UnsupportedOperationException notUnix) {
            return UNKNOWN;
        } catch (NoSuchFileException vanished) {
            return UNKNOWN;
        }
    }

    /** The folders in one that need not be listed itself; empty if it has to be. */
    Optional<List<Path>> unchanged(Path folder, FileTime changed) {
        Quiet quiet = folders.get(folder);
        return quiet != null && quiet.changed().equals(changed) ? Optional.of(quiet.inside()) : Optional.empty();
    }

    /**
     * Notes a folder that was listed and in which nothing was wanted.
     *
     * @param before when it had changed before it was listed
     * @param walkBegan milliseconds since 1970
     */
    void quiet(Path folder, FileTime before, List<Path> inside, long walkBegan) {
        boolean settled = before.toMillis() + settledMillis < walkBegan;
        if (settled && !before.equals(UNKNOWN) && folders.size() < MOST_FOLDERS) {
            folders.put(folder, new Quiet(before, List.copyOf(inside)));
        }
    }

    /** Notes a folder that was listed and in which something was. */
    void loud(Path folder) {
        folders.remove(folder);
    }

    /** What is mounted within a walk is looked at once for each device. */
    private boolean isTrusted(Path folder) throws IOException {
        Object device = Files.getAttribute(folder, "unix:dev");
        Boolean known = trusted.get(device);
        if (known == null) {
            known = TRUSTED.contains(Files.getFileStore(folder).type().toLowerCase(Locale.ROOT));
            trusted.put(device, known);
        }
        return known;
    }
}
