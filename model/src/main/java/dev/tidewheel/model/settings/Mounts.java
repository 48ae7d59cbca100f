package dev.tidewheel.model.settings;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the place here of a path in source code that was written for the platform. Immutable.
 *
 * <p>The longest mounted prefix wins, counted in whole folder names. {@code dbfs:/x} and {@code /dbfs/x} are the same
 * place; a prefix without scheme such as {@code /databricks-datasets} also holds for
 * {@code dbfs:/databricks-datasets}, and the other way round. Relative paths begin at the pipeline's root. Everything
 * else stays as it is.
 *
 * @param root where relative paths begin
 * @param places mounted prefix to absolute path or URI, in the order of the file
 */
public record Mounts(Path root, Map<String, String> places) {

    public Mounts {
        root = root.toAbsolutePath().normalize();
        places = Collections.unmodifiableMap(new LinkedHashMap<>(places));
    }

    /** Nothing mounted. */
    public static Mounts none(Path root) {
        return new Mounts(root, Map.of());
    }

    /**
     * The place of {@code path}, which may hold wildcards. Local places are given as absolute paths without scheme. To
     * be called once for a path: a result is not to be resolved again.
     */
    public String resolve(String path) {
        return resolve(path, root);
    }

    /** The same, with relative paths beginning at {@code base}. */
    String resolve(String path, Path base) {
        PlatformPath wanted = PlatformPath.parse(path);
        if (wanted == null) {
            return normalized(base + "/" + path);
        }
        Map.Entry<String, String> best = null;
        PlatformPath bestPrefix = null;
        for (Map.Entry<String, String> mount : places.entrySet()) {
            PlatformPath prefix = Objects.requireNonNull(PlatformPath.parse(mount.getKey()), "mounts are absolute");
            if (prefix.covers(wanted) && (bestPrefix == null || prefix.isNearer(bestPrefix, wanted))) {
                best = mount;
                bestPrefix = prefix;
            }
        }
        if (best == null || bestPrefix == null) {
            return path;
        }
        String rest = bestPrefix.remainder(wanted);
        String place = best.getValue();
        return rest.isEmpty() ? place : (place.endsWith("/") ? place : place + "/") + rest;
    }

    /** What to add to the pipeline file if {@code path} is one of the platform's and no mount covers it. */
    public Optional<String> advice(String path) {
        PlatformPath wanted = PlatformPath.parse(path);
        if (wanted == null || !resolve(path).equals(path)) {
            return Optional.empty();
        }
        return wanted.platformRoot()
                .map(prefix -> "Say where `" + prefix + "` is: add `mounts: {\"" + prefix
                        + "\": <folder>}` to the pipeline file");
    }

    /** Resolves {@code .} and {@code ..} as text, so that wildcards survive. */
    private static String normalized(String path) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : path.split("/")) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return "/" + String.join("/", parts);
    }

    /** True if {@code text} is an absolute path or a URI. */
    static boolean isAbsolute(@Nullable String text) {
        return text != null && PlatformPath.parse(text) != null;
    }
}
