package dev.tidewheel.engine.session;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What every installation of Spark brings, as far as it is on our class path, too: such jars must not come a second time
 * in another version. Immutable.
 */
public final class SparkDistribution {
    private static final String LIST = "spark-jars.txt";

    private final Set<String> artifacts;

    private SparkDistribution(Set<String> artifacts) {
        this.artifacts = artifacts;
    }

    /** The one of the Spark that the engine was built with. */
    public static SparkDistribution known() {
        try (InputStream list = Objects.requireNonNull(SparkDistribution.class.getResourceAsStream(LIST), LIST);
                BufferedReader lines = new BufferedReader(new InputStreamReader(list, StandardCharsets.UTF_8))) {
            return new SparkDistribution(lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .collect(Collectors.toUnmodifiableSet()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * True if a jar comes with Spark, in whatever version.
     *
     * @param file name of the jar, as in {@code antlr4-runtime-4.13.1.jar}
     */
    public boolean brings(String file) {
        for (int dash = file.indexOf('-'); dash > 0; dash = file.indexOf('-', dash + 1)) {
            boolean version = dash + 1 < file.length() && Character.isDigit(file.charAt(dash + 1));
            if (version && artifacts.contains(file.substring(0, dash))) {
                return true;
            }
        }
        return false;
    }
}
