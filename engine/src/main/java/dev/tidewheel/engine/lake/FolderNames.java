package dev.tidewheel.engine.lake;

import java.util.Locale;

/**
 * Names of catalogs, schemas and tables as names of folders, and back. Lower case, as names are compared without regard
 * to case. Characters that a file system, a URI or Hadoop may trip over become {@code ~} and four hexadecimal digits.
 */
public final class FolderNames {
    private static final char ESCAPE = '~';
    private static final int DIGITS = 4;

    private FolderNames() {}

    /** The folder for a name. */
    public static String folder(String name) {
        StringBuilder out = new StringBuilder();
        for (char c : name.toLowerCase(Locale.ROOT).toCharArray()) {
            // hidden from Hadoop at the beginning of a name
            boolean inner = (c == '_' || c == '.') && out.length() > 0;
            if (inner || c == '-' || Character.isLetterOrDigit(c)) {
                out.append(c);
            } else {
                out.append(ESCAPE).append(String.format("%04x", (int) c));
            }
        }
        return out.toString();
    }

    /** The name that a folder stands for. */
    public static String name(String folder) {
        StringBuilder out = new StringBuilder();
        int i = 0;
        while (i < folder.length()) {
            char c = folder.charAt(i);
            if (c == ESCAPE && isHex(folder, i + 1)) {
                out.append((char) Integer.parseInt(folder, i + 1, i + 1 + DIGITS, 16));
                i += 1 + DIGITS;
            } else {
                out.append(c);
                i++;
            }
        }
        return out.toString();
    }

    private static boolean isHex(String text, int start) {
        if (start + DIGITS > text.length()) {
            return false;
        }
        for (int i = start; i < start + DIGITS; i++) {
            if (Character.digit(text.charAt(i), 16) < 0) {
                return false;
            }
        }
        return true;
    }
}
