package dev.tidewheel.model.document;

/** The parser's words for a syntax error, said plainly. */
record SyntaxAdvice(String message, String fix) {

    static SyntaxAdvice of(String context, String problem) {
        if (problem.contains("TAB")) {
            return new SyntaxAdvice("A tab is used for indentation", "Indent with spaces");
        }
        if (problem.startsWith("mapping values are not allowed")) {
            return new SyntaxAdvice(
                    "A `:` is not allowed here",
                    "Put a text that contains `: ` in quotes, and begin keys of the same level in the same column");
        }
        if (problem.startsWith("found unexpected end of stream") || context.contains("quoted scalar")) {
            return problem.startsWith("found unknown escape")
                    ? new SyntaxAdvice(
                            "Unknown escape sequence in a text in double quotes",
                            "Write a backslash as `\\\\`, or use single quotes")
                    : new SyntaxAdvice("A quote is opened here and never closed", "Close the quote");
        }
        if (problem.contains("but got <stream end>")) {
            return new SyntaxAdvice("A bracket is opened here and never closed", "Close the bracket");
        }
        if (problem.startsWith("expected ',' or '}'") || problem.startsWith("expected ',' or ']'")) {
            String close = problem.substring("expected ',' or '".length(), "expected ',' or '".length() + 1);
            return new SyntaxAdvice(
                    "Expected `,` or `" + close + "`", "Separate entries with `,` and close the bracket");
        }
        if (problem.startsWith("expected <block end>")) {
            return problem.contains("<scalar>")
                    ? new SyntaxAdvice(
                            "Unexpected text after a value", "Put the whole value in quotes, or on a line of its own")
                    : new SyntaxAdvice(
                            "The indentation does not fit", "Begin keys of the same level in the same column");
        }
        if (problem.startsWith("found undefined alias")) {
            return new SyntaxAdvice("`*` refers to an anchor that is not defined", "Put the text in quotes");
        }
        if (problem.contains("cannot start any token")) {
            return new SyntaxAdvice("A value cannot begin with this character", "Put the value in quotes");
        }
        if (problem.contains("another document")) {
            return new SyntaxAdvice("A second document begins here", "Keep one document in the file");
        }
        return new SyntaxAdvice("The file is not valid YAML: " + problem, "");
    }
}
