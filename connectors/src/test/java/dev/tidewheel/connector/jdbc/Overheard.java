package dev.tidewheel.connector.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** All that is said while this is open: on the screen, in files, and what it is told. Used by one thread. */
final class Overheard implements AutoCloseable {

    private static final int AROUND = 120;

    private final PrintStream out = System.out;
    private final PrintStream error = System.err;
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private final List<String> said = new ArrayList<>();

    Overheard() {
        PrintStream both = new PrintStream(screen, true, StandardCharsets.UTF_8);
        System.setOut(both);
        System.setErr(both);
    }

    void add(Object... things) {
        for (Object thing : things) {
            said.add(String.valueOf(thing));
        }
    }

    /** All files below a folder, but for those below another. */
    void addFiles(Path folder, Path hidden) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(path -> !path.startsWith(hidden))
                    .toList()) {
                said.add(file + "\n" + new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
    }

    /** To be called when this is closed. */
    void assertNobodySaid(String... values) {
        said.add("screen\n" + screen.toString(StandardCharsets.UTF_8));
        assertThat(said).hasSizeGreaterThan(20);
        List<String> found = new ArrayList<>();
        for (String text : said) {
            for (String value : values) {
                int place = text.indexOf(value);
                if (place >= 0) {
                    int end = Math.min(text.length(), place + value.length() + AROUND);
                    found.add(text.substring(0, Math.min(text.length(), AROUND)) + " … "
                            + text.substring(Math.max(0, place - AROUND), end));
                }
            }
        }
        assertThat(found).isEmpty();
    }

    @Override
    public void close() {
        System.setOut(out);
        System.setErr(error);
    }
}
