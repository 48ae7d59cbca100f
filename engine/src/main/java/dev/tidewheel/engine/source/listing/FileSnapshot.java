package dev.tidewheel.engine.source.listing;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * The files that a source had at one moment.
 *
 * @param root the folder below which all of them are, full path; the folders below it may name partitions
 * @param files oldest first
 */
public record FileSnapshot(String root, List<ListedFile> files) {

    public FileSnapshot {
        Objects.requireNonNull(root, "root is null");
        files = List.copyOf(files);
    }

    public long bytes() {
        return files.stream().mapToLong(ListedFile::size).sum();
    }

    /** A short text that differs, for all that matters in practice, as soon as any file was added, removed or changed. */
    public String fingerprint() {
        MessageDigest digest = sha256();
        for (ListedFile file : files) {
            digest.update(file.path().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(BigInteger.valueOf(file.size()).toByteArray());
            digest.update((byte) 0);
            digest.update(BigInteger.valueOf(file.modified()).toByteArray());
        }
        return files.size() + "-" + HexFormat.of().formatHex(digest.digest(), 0, 16);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
