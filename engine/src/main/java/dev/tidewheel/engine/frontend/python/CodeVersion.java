package dev.tidewheel.engine.frontend.python;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidewheel.engine.frontend.python.host.PythonEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** A text that changes when the user's code, its packages or its settings change. Stateless. */
final class CodeVersion {

    private CodeVersion() {}

    /** @param modules paths of the files that were run or imported */
    static String of(JsonNode modules, PythonEnvironment environment, Map<String, String> configuration) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            add(digest, environment.python().toString());
            add(digest, new TreeMap<>(configuration).toString());
            for (JsonNode module : modules) {
                Path file = Path.of(module.asText());
                if (Files.isRegularFile(file)) {
                    digest.update(Files.readAllBytes(file));
                }
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }
}
