package dev.tidewheel.engine.frontend.sql.scan;

/** A text in quotes, as it is written in Spark SQL. Stateless. */
public final class StringLiteral {
    private static final int OCTAL_LENGTH = 3;

    private StringLiteral() {}

    /** The text that is meant by {@code written}, which includes its quotes and a leading {@code r} of a raw one. */
    public static String decode(String written) {
        char first = written.charAt(0);
        if (first == 'r' || first == 'R') {
            return written.substring(2, written.length() - 1);
        }
        String body = written.substring(1, written.length() - 1);
        StringBuilder text = new StringBuilder(body.length());
        int i = 0;
        while (i < body.length()) {
            char c = body.charAt(i);
            if (c == '\\' && i + 1 < body.length()) {
                i = decodeEscape(body, i + 1, text);
            } else {
                text.append(c);
                // a quote can only stand here doubled
                i += c == first ? 2 : 1;
            }
        }
        return text.toString();
    }

    /** The name that is meant by a name in back-quotes. */
    public static String decodeName(String written) {
        return written.substring(1, written.length() - 1).replace("``", "`");
    }

    /** Appends what the escape means whose letter is at {@code at}; returns the place behind it. */
    private static int decodeEscape(String body, int at, StringBuilder text) {
        char letter = body.charAt(at);
        int hexDigits = letter == 'u' ? 4 : letter == 'U' ? 8 : 0;
        if (hexDigits > 0 && isNumber(body, at + 1, hexDigits, 16)) {
            long code = Long.parseLong(body.substring(at + 1, at + 1 + hexDigits), 16);
            if (Character.isValidCodePoint((int) Math.min(code, Integer.MAX_VALUE))) {
                text.appendCodePoint((int) code);
            } else {
                text.append('\uFFFD');
            }
            return at + 1 + hexDigits;
        }
        if ((letter == '0' || letter == '1') && isNumber(body, at, OCTAL_LENGTH, 8)) {
            text.append((char) Integer.parseInt(body.substring(at, at + OCTAL_LENGTH), 8));
            return at + OCTAL_LENGTH;
        }
        switch (letter) {
            case '0' -> text.append('\0');
            case 'b' -> text.append('\b');
            case 'n' -> text.append('\n');
            case 'r' -> text.append('\r');
            case 't' -> text.append('\t');
            case 'Z' -> text.append('\u001A');
            // patterns of LIKE keep these
            case '%', '_' -> text.append('\\').append(letter);
            default -> text.append(letter);
        }
        return at + 1;
    }

    private static boolean isNumber(String body, int from, int length, int radix) {
        if (from + length > body.length()) {
            return false;
        }
        return body.substring(from, from + length).chars().allMatch(c -> Character.digit(c, radix) >= 0 && c < 128);
    }
}
