package dev.tidewheel.engine.source.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.source.document.DocumentFolder;
import dev.tidewheel.engine.source.listing.ListedFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SeenFilesTest {
    @TempDir
    Path folder;

    @Test
    void isASetOfFilesWithTimes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<String, Long> model = new HashMap<>();
        SeenFiles seen = new SeenFiles();
        for (int i = 0; i < 20_000; i++) {
            ListedFile file = new ListedFile("file:/data/" + random.nextInt(15_000) + ".json", 1, random.nextInt(50));
            seen.addAll(List.of(file));
            model.merge(file.path(), file.modified(), Math::max);
        }
        SeenFiles copy = new SeenFiles();
        copy.addAll(seen.toBytes(Long.MIN_VALUE));
        for (SeenFiles set : List.of(seen, copy)) {
            assertThat(set.size()).as("seed %s", seed).isEqualTo(model.size());
            for (int i = 0; i < 16_000; i++) {
                ListedFile file = new ListedFile("file:/data/" + i + ".json", 1, 25);
                Long modified = model.get(file.path());
                assertThat(set.contains(file)).as("seed %s", seed).isEqualTo(modified != null);
                assertThat(set.containsVersion(file)).as("seed %s", seed).isEqualTo(modified != null && modified >= 25);
            }
        }
        assertThat(SeenFiles.count(seen.toBytes(25))).isEqualTo((int)
                model.values().stream().filter(time -> time >= 25).count());
    }

    @Test
    void documentsAreFewAndHoldAll() {
        DocumentFolder documents = new DocumentFolder(new Configuration(), folder.toString());
        SeenSegments segments = new SeenSegments(documents);
        List<String> names = new ArrayList<>();
        long written = 0;
        for (int i = 0; i < 100; i++) {
            SeenFiles recent = new SeenFiles();
            for (int j = 0; j < 50; j++) {
                recent.addAll(List.of(new ListedFile("file:/" + i + "/" + j, 1, 1)));
            }
            names = new ArrayList<>(segments.append(i, names, recent, Long.MIN_VALUE));
            written += recent.size();
        }
        SeenFiles all = new SeenFiles();
        names.forEach(name -> segments.read(name, all));
        assertThat(all.size()).isEqualTo(5000);
        assertThat(names).hasSizeLessThan(9);
        assertThat(written).as("each file is written a few times").isLessThan(5000 * 8);
    }
}
