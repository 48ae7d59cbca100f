package dev.tidewheel.engine.lake;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidewheel.engine.file.WholeFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A table of the catalog that is kept elsewhere, as a small JSON file that says where. */
final class TableLink {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LOCATION = "location";

    private TableLink() {}

    /** Where the table is; empty if there is no such file. */
    static Optional<Path> read(FileSystem fileSystem, Path file) throws IOException {
        try (InputStream in = fileSystem.open(file)) {
            return Optional.of(new Path(JSON.readTree(in).path(LOCATION).asText()));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }

    /** Writes the file in one step; fails if there is one. */
    static void write(Configuration configuration, Path file, Path location) throws IOException {
        WholeFile.create(configuration, file, content(location));
    }

    /** Writes the file in one step, or replaces it. */
    static void replace(Configuration configuration, Path file, Path location) throws IOException {
        WholeFile.replace(configuration, file, content(location));
    }

    private static byte[] content(Path location) throws IOException {
        return JSON.writeValueAsBytes(JSON.createObjectNode().put(LOCATION, location.toString()));
    }
}
