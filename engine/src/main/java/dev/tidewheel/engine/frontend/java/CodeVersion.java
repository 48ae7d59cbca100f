package dev.tidewheel.engine.frontend.java;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells one state of compiled code from another; worked out when it is asked for. Thread-safe. */
final class CodeVersion {
    private final Consumer<MessageDigest> content;
    private @Nullable String text;

    private CodeVersion(Consumer<MessageDigest> content) {
        this.content = content;
    }

    static CodeVersion ofFiles(List<Path> jars) {
        return new CodeVersion(digest -> jars.forEach(jar -> digest.update(bytes(jar))));
    }

    /** The jar that a class came from; or else the class itself, in which its lambdas are, too. */
    static CodeVersion ofClass(Class<?> type) {
        return new CodeVersion(digest -> {
            Optional<Path> home = home(type);
            digest.update(home.isPresent() && Files.isRegularFile(home.get()) ? bytes(home.get()) : ownBytes(type));
        });
    }

    /** The jar or folder that a class was loaded from, if it was loaded from a file. */
    static Optional<Path> home(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Path.of(source.getLocation().toURI()));
        } catch (URISyntaxException | IllegalArgumentException | java.nio.file.FileSystemNotFoundException e) {
            return Optional.empty();
        }
    }

    synchronized String text() {
        if (text == null) {
            MessageDigest digest = sha256();
            content.accept(digest);
            text = HexFormat.of().formatHex(digest.digest(), 0, 12);
        }
        return text;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nothing for a lambda and other classes that are in no file. */
    private static byte[] ownBytes(Class<?> type) {
        Class<?> host = type.isHidden() ? type.getNestHost() : type;
        try (InputStream stream = host.getResourceAsStream("/" + host.getName().replace('.', '/') + ".class")) {
            return stream == null ? new byte[0] : stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
