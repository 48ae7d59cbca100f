package dev.tidewheel.engine.source.listing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class QuietFoldersTest {
    /** More than the clocks of file systems are coarse by. */
    private static final long SETTLED_MILLIS = 30;

    /** Moved folders and links so far: each gets a name of its own. */
    private int made;

    @TempDir
    Path folder;

    private final QuietFolders quiet = new QuietFolders(SETTLED_MILLIS);
    private final Set<String> seen = new HashSet<>();
    private final AtomicInteger lookedAt = new AtomicInteger();

    private void file(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, name);
    }

    private List<String> list(@Nullable PathGlob glob, @Nullable QuietFolders passedOver) throws IOException {
        List<String> found = new ArrayList<>();
        new FolderWalk(
                        glob,
                        true,
                        file -> {
                            lookedAt.incrementAndGet();
                            return !seen.contains(file.path());
                        },
                        file -> found.add(file.path()))
                .local(new org.apache.hadoop.fs.Path("file:" + folder), passedOver);
        found.sort(null);
        return found;
    }

    private int looksAt() throws IOException {
        lookedAt.set(0);
        list(null, quiet);
        return lookedAt.get();
    }

    @Test
    void onlyChangedFoldersAreListedAgain() throws IOException, InterruptedException {
        file("day=1/a.json");
        file("day=1/b.json");
        file("day=2/hour=1/c.json");
        Thread.sleep(2 * SETTLED_MILLIS);
        assertThat(looksAt()).isEqualTo(3);
        assertThat(looksAt()).as("they are still wanted").isEqualTo(3);
        seen.addAll(list(null, null));
        assertThat(looksAt()).isEqualTo(3);
        assertThat(looksAt()).as("nothing has changed").isZero();

        file("day=2/hour=1/d.json");
        file("day=3/e.json");
        assertThat(list(null, quiet)).hasSize(2);
        assertThat(looksAt()).as("day 1 is as before").isEqualTo(3);

        Files.delete(folder.resolve("day=1/a.json"));
        seen.addAll(list(null, null));
        Thread.sleep(2 * SETTLED_MILLIS);
        assertThat(looksAt()).isEqualTo(4);
        assertThat(looksAt()).isZero();
        quiet.clear();
        assertThat(looksAt()).isEqualTo(4);
    }

    @Test
    void findsWhatAWholeWalkFinds() throws IOException, InterruptedException {
        long seed = System.nanoTime();
        System.out.println("QuietFoldersTest seed " + seed);
        Random random = new Random(seed);
        List<@Nullable PathGlob> globs = new ArrayList<>(List.of(PathGlob.lenient(folder + "/{a,b}*/*")));
        globs.add(null);
        for (PathGlob glob : globs) {
            quiet.clear();
            seen.clear();
            for (int round = 0; round < 60; round++) {
                for (int change = random.nextInt(3); change > 0; change--) {
                    change(random);
                }
                if (random.nextInt(3) == 0) {
                    Thread.sleep(2 * SETTLED_MILLIS);
                }
                List<String> found = list(glob, quiet);
                assertThat(found).as("seed %d, round %d", seed, round).isEqualTo(list(glob, null));
                found.stream().filter(file -> random.nextInt(4) > 0).forEach(seen::add);
            }
        }
    }

    private String name(Random random) {
        return String.valueOf((char) ('a' + random.nextInt(4)));
    }

    private void change(Random random) throws IOException {
        Path inside = folder.resolve(name(random)).resolve(name(random) + "x");
        switch (random.nextInt(6)) {
            case 0, 1, 2 -> {
                Files.createDirectories(inside);
                Files.writeString(inside.resolve(name(random) + random.nextInt(30) + ".json"), "1");
            }
            case 3 -> {
                if (Files.exists(inside)) {
                    Path other = folder.resolve(name(random)).resolve("moved" + made++);
                    Files.createDirectories(other.getParent());
                    Files.move(inside, other);
                }
            }
            case 4 -> {
                try (Stream<Path> files = Files.walk(folder)) {
                    List<Path> all = files.filter(Files::isRegularFile).toList();
                    if (!all.isEmpty()) {
                        Files.delete(all.get(random.nextInt(all.size())));
                    }
                }
            }
            default -> {
                Path link = folder.resolve("link" + made++);
                Path target = folder.resolve(name(random)).resolve("later" + random.nextInt(3));
                Files.createSymbolicLink(link, target);
                if (random.nextBoolean()) {
                    Files.createDirectories(target);
                }
            }
        }
    }
}
