package dev.tidewheel.engine.lake;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * Puts one commit after another into a log, always under the lowest number that it believes to be free, as fast as it
 * can. Arguments: folder, own name, number of commits that end the race, lines of a commit.
 */
public final class CommitRacer {

    private CommitRacer() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        String name = arguments[1];
        int end = Integer.parseInt(arguments[2]);
        List<String> lines = Collections.nCopies(Integer.parseInt(arguments[3]), name);
        Configuration configuration = new Configuration(false);
        LocalStorage.sparkSettings()
                .forEach((key, value) -> configuration.set(key.replace("spark.hadoop.", ""), value));
        AtomicLogStore store = new AtomicLogStore(configuration);
        int next = 0;
        while (next < end) {
            Path file = folder.resolve(LogStamp.name(next));
            if (!Files.exists(file)) {
                try {
                    store.write(new org.apache.hadoop.fs.Path(file.toUri()), lines.iterator(), false, configuration);
                    System.out.println("won " + next);
                } catch (FileAlreadyExistsException e) {
                    // the other one has it
                }
            }
            next++;
        }
    }
}
