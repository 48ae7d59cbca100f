package dev.tidewheel.testkit.crash;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;

/**
 * Tells sets of rows apart, whatever their order: the sum of the rows' hashes. That of two sets together is the sum of
 * theirs. Immutable.
 */
record Fingerprint(long rows, BigInteger sum) {
    static final Fingerprint EMPTY = new Fingerprint(0, BigInteger.ZERO);

    private static final int BYTES = 16;
    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(8 * BYTES);

    static Fingerprint of(Collection<String> rows) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            BigInteger sum = BigInteger.ZERO;
            for (String row : rows) {
                sum = sum.add(new BigInteger(1, digest.digest(row.getBytes(StandardCharsets.UTF_8)), 0, BYTES));
            }
            return new Fingerprint(rows.size(), sum.mod(MODULUS));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    Fingerprint plus(Fingerprint other) {
        return new Fingerprint(rows + other.rows, sum.add(other.sum).mod(MODULUS));
    }

    Fingerprint minus(Fingerprint other) {
        return new Fingerprint(rows - other.rows, sum.subtract(other.sum).mod(MODULUS));
    }
}
