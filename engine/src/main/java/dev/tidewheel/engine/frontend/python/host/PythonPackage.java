package dev.tidewheel.engine.frontend.python.host;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Our Python package, which comes inside of a jar and has to be files for Python. Stateless. */
final class PythonPackage {

    private static final String ROOT = "/tidewheel-python";
    private static final String MARKER = ROOT + "/tidewheel/__init__.py";

    private PythonPackage() {}

    /** The folder with the package, below {@code parent}; written if it is not there yet. */
    static synchronized Path unpack(Path parent) throws IOException {
        Map<String, byte[]> files = content();
        Path place = parent.resolve("package-" + hash(files));
        if (Files.isDirectory(place)) {
            return place;
        }
        Path written = Files.createTempDirectory(parent, "package-");
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path target = written.resolve(file.getKey());
            Files.createDirectories(target.getParent());
            Files.write(target, file.getValue());
        }
        try {
            Files.move(written, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // another process was faster
            if (!Files.isDirectory(place)) {
                throw e;
            }
        }
        return place;
    }

    private static Map<String, byte[]> content() throws IOException {
        URL marker = PythonPackage.class.getResource(MARKER);
        if (marker == null) {
            throw new IllegalStateException("the Python package is not on the class path");
        }
        try {
            URI uri = marker.toURI();
            if (uri.getScheme().equals("jar")) {
                try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                    return read(jar.getPath(ROOT));
                }
            }
            return read(Path.of(uri.resolve("..")));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, byte[]> read(Path root) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                files.put(root.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return files;
    }

    private static String hash(Map<String, byte[]> files) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            files.forEach((name, content) -> {
                digest.update(name.getBytes(StandardCharsets.UTF_8));
                digest.update(content);
            });
            return HexFormat.of().formatHex(digest.digest(), 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
