package dev.tidewheel.engine.lake;

import java.io.IOException;
import java.io.OutputStream;
import java.util.EnumSet;
import java.util.UUID;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/** Small files that nobody sees half-written: they are written aside and renamed. */
final class WholeFile {

    private WholeFile() {}

    /** Writes the file and the folders above it; {@code mode} says what happens if there is one. */
    static void write(FileContext files, Path file, byte[] content, Options.Rename mode) throws IOException {
        Path aside = new Path(file.getParent(), "." + file.getName() + "." + UUID.randomUUID());
        files.mkdir(file.getParent(), FileContext.DEFAULT_PERM, true);
        try (OutputStream out = files.create(aside, EnumSet.of(CreateFlag.CREATE))) {
            out.write(content);
        }
        try {
            files.rename(aside, file, mode);
        } catch (IOException e) {
            files.delete(aside, false);
            throw e;
        }
    }
}
