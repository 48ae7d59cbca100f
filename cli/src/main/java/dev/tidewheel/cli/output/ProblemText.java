package dev.tidewheel.cli.output;

import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SourceLocation;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Problems for people: file by file in the order of their first mention, line by line within a file, those without a
 * place first.
 */
final class ProblemText implements ProblemPrinter {
    private static final String NO_FILE = "";
    private static final Pattern PLAIN_WORD = Pattern.compile("[a-z]+[,:]? ");
    private static final Comparator<Problem> BY_PLACE =
            Comparator.<Problem>comparingInt(problem -> line(problem)).thenComparingInt(problem -> column(problem));

    private final Console console;

    ProblemText(Console console) {
        this.console = console;
    }

    @Override
    public void print(List<Problem> problems) {
        Map<String, List<Problem>> byFile = byFile(problems);
        byFile.values().forEach(ofFile -> ofFile.stream().sorted(BY_PLACE).forEach(this::print));
        int files = byFile.size() - (byFile.containsKey(NO_FILE) ? 1 : 0);
        if (problems.size() > 1) {
            console.message(problems.size() + " problems" + (files == 0 ? "" : " in " + counted(files, "file")));
        }
    }

    private static Map<String, List<Problem>> byFile(List<Problem> problems) {
        Map<String, List<Problem>> byFile = new LinkedHashMap<>();
        Map<Boolean, List<Problem>> parts = new TreeMap<>();
        for (Problem problem : problems) {
            parts.computeIfAbsent(problem.location() != null, placed -> new java.util.ArrayList<>())
                    .add(problem);
        }
        parts.values()
                .forEach(part -> part.forEach(
                        problem -> byFile.computeIfAbsent(file(problem), file -> new java.util.ArrayList<>())
                                .add(problem)));
        return byFile;
    }

    private void print(Problem problem) {
        SourceLocation location = problem.location();
        String place = location == null ? "" : location + ": ";
        console.message(console.styled(Style.STRONG, place)
                + console.styled(Style.BAD, problem.code().name())
                + console.styled(Style.STRONG, ": " + sentence(problem.message())));
        if (location != null && location.line() > 0 && !location.lineText().isBlank()) {
            quote(location);
        }
        detail("dataset", problem.dataset() == null ? "" : problem.dataset());
        detail("cause", problem.cause());
        detail("fix", problem.fix());
        console.message("");
    }

    private void quote(SourceLocation location) {
        String number = Integer.toString(location.line());
        SourceExcerpt excerpt = SourceExcerpt.of(location, console.width() - number.length() - 7);
        console.message("    " + console.styled(Style.FAINT, number + " | ") + excerpt.text());
        if (!excerpt.underline().isEmpty()) {
            console.message("    " + console.styled(Style.FAINT, " ".repeat(number.length()) + " | ")
                    + console.styled(Style.BAD, excerpt.underline()));
        }
    }

    private void detail(String label, String text) {
        if (text.isBlank()) {
            return;
        }
        String indent = "    ";
        String shown = DisplayWidth.pad(label, 9);
        for (String line : sentence(text.strip()).split("\n", -1)) {
            console.message((indent + console.styled(Style.FAINT, shown) + line).stripTrailing());
            shown = " ".repeat(9);
        }
    }

    /** Begins with a capital, unless the first word is code. */
    private static String sentence(String text) {
        return PLAIN_WORD.matcher(text).lookingAt()
                ? text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1)
                : text;
    }

    static String counted(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    private static String file(Problem problem) {
        return problem.location() == null ? NO_FILE : problem.location().file();
    }

    private static int line(Problem problem) {
        return problem.location() == null ? 0 : problem.location().line();
    }

    private static int column(Problem problem) {
        return problem.location() == null ? 0 : problem.location().column();
    }
}
