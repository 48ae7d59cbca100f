package dev.tidewheel.engine.frontend.python;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidewheel.engine.frontend.python.host.PythonEnvironment;
import dev.tidewheel.model.settings.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A text that changes when the user's code, its packages or its settings change. Stateless. */
final class CodeVersion {

    private CodeVersion() {}

    /** @param modules paths of the files that were run or imported */
    static String of(JsonNode modules, PythonEnvironment environment, Map<String, String> configuration) {
        MessageDigest digest = digest();
        add(digest, environment.python().toString());
        add(digest, new TreeMap<>(configuration).toString());
        modules.forEach(module -> addFile(digest, Path.of(module.asText())));
        return text(digest);
    }

    /** The same for the modules alone that {@code files} have imported. */
    static String ofModules(JsonNode modules, List<SourceFile.Python> files) {
        MessageDigest digest = digest();
        for (JsonNode module : modules) {
            Path path = Path.of(module.asText());
            if (files.stream().noneMatch(file -> file.path().equals(path))) {
                add(digest, path.toString());
                addFile(digest, path);
            }
        }
        return text(digest);
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String text(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest(), 0, 12);
    }

    private static void addFile(MessageDigest digest, Path file) {
        try {
            if (Files.isRegularFile(file)) {
                digest.update(Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }
}
