package dev.tidewheel.cli.output;

/** The few colours that are used, by what they mean. */
public enum Style {
    GOOD("32"),
    BAD("1;31"),
    WARNING("33"),
    ACTIVE("36"),
    STRONG("1"),
    FAINT("2");

    static final String END = "\u001b[0m";

    private final String code;

    Style(String code) {
        this.code = code;
    }

    String start() {
        return "\u001b[" + code + "m";
    }
}
