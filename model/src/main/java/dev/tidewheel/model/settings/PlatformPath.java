package dev.tidewheel.model.settings;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An absolute path or URI, brought into one form.
 *
 * @param space empty for plain paths, {@code dbfs}, or scheme and authority of another file system
 * @param path begins with a slash and does not end with one, save for the root
 */
record PlatformPath(String space, String path) {
    private static final Pattern URI = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):(//[^/]*)?(.*)", Pattern.DOTALL);
    private static final String DBFS = "dbfs";
    private static final String DBFS_FOLDER = "/dbfs";
    private static final List<String> ROOTS =
            List.of("/Volumes", "/Workspace", "/databricks-datasets", "/mnt", "/Repos", "/Users", "/Shared");

    PlatformPath {
        Objects.requireNonNull(space, "space is null");
        Objects.requireNonNull(path, "path is null");
    }

    /** Null if {@code text} is relative. */
    static @Nullable PlatformPath parse(String text) {
        if (text.startsWith("/")) {
            return plain(text);
        }
        Matcher uri = URI.matcher(text);
        if (!uri.matches()) {
            return null;
        }
        String scheme = uri.group(1);
        String rest = uri.group(3);
        if (scheme.equals("file")) {
            return plain(rest);
        }
        String authority = Objects.requireNonNullElse(uri.group(2), "");
        return scheme.equals(DBFS)
                ? new PlatformPath(DBFS, clean(authority + rest))
                : new PlatformPath(scheme + ":" + authority, clean(rest));
    }

    /** True if this, as a mounted prefix, contains {@code other}. */
    boolean covers(PlatformPath other) {
        return (space.equals(other.space) || isAlsoKnownIn(other.space))
                && (path.equals("/") || other.path.equals(path) || other.path.startsWith(path + "/"));
    }

    /** True if this says more about {@code wanted} than {@code rival}; both cover it. */
    boolean isNearer(PlatformPath rival, PlatformPath wanted) {
        return path.length() != rival.path.length()
                ? path.length() > rival.path.length()
                : space.equals(wanted.space) && !rival.space.equals(wanted.space);
    }

    /** What {@code covered} has beyond this prefix, without a leading slash. */
    String remainder(PlatformPath covered) {
        String rest = path.equals("/") ? covered.path : covered.path.substring(path.length());
        return rest.startsWith("/") ? rest.substring(1) : rest;
    }

    /** The well-known top of the platform's file system that this path is in. */
    Optional<String> platformRoot() {
        if (space.equals(DBFS)) {
            return Optional.of("dbfs:/");
        }
        return space.isEmpty()
                ? ROOTS.stream()
                        .filter(root -> path.equals(root) || path.startsWith(root + "/"))
                        .findFirst()
                : Optional.empty();
    }

    /** Below the root, plain paths and those of dbfs are the same on the platform. */
    private boolean isAlsoKnownIn(String otherSpace) {
        boolean bothOnPlatform =
                (space.isEmpty() && otherSpace.equals(DBFS)) || (space.equals(DBFS) && otherSpace.isEmpty());
        return bothOnPlatform && !path.equals("/");
    }

    private static PlatformPath plain(String text) {
        String path = clean(text);
        if (path.equals(DBFS_FOLDER) || path.startsWith(DBFS_FOLDER + "/")) {
            return new PlatformPath(DBFS, clean(path.substring(DBFS_FOLDER.length())));
        }
        return new PlatformPath("", path);
    }

    private static String clean(String path) {
        String single = ("/" + path).replaceAll("/{2,}", "/");
        return single.length() > 1 && single.endsWith("/") ? single.substring(0, single.length() - 1) : single;
    }
}
