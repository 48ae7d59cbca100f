package dev.tidewheel.engine.frontend.sql.scan;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SourceLocation;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Understands the comments in which an exported notebook keeps its cells. A cell of text is skipped; a cell in another
 * language is a problem. Not thread-safe: remembers whether the last comment was part of such a cell.
 */
final class NotebookCells {
    private static final String SEPARATOR = "-- COMMAND ----------";
    private static final Pattern MAGIC = Pattern.compile("--\\s*MAGIC\\b\\s*(?:%([\\w-]+))?.*", Pattern.DOTALL);

    private boolean insideMagic;

    /** True if {@code comment}, which begins a line, ends a cell and with it any statement. */
    boolean isSeparator(String comment) {
        return comment.startsWith(SEPARATOR);
    }

    /** To be told of anything that is no such comment. */
    void leave() {
        insideMagic = false;
    }

    /** Looks at a comment that begins a line. */
    Optional<Problem> check(String comment, SourceLocation location) {
        Matcher magic = MAGIC.matcher(comment);
        if (!magic.matches()) {
            insideMagic = false;
            return Optional.empty();
        }
        boolean continues = insideMagic;
        insideMagic = true;
        if (continues || magic.group(1) == null) {
            return Optional.empty();
        }
        String language = magic.group(1).toLowerCase(Locale.ROOT);
        if (language.equals("md") || language.equals("md-sandbox")) {
            return Optional.empty();
        }
        return Optional.of(
                Problem.of(ErrorCode.SQL_STATEMENT_NOT_ALLOWED, "a `%" + language + "` cell stands in a SQL notebook")
                        .because("A source file has one language; only SQL and %md cells are read here")
                        .remedy("Move the cell to a source file of its own, or delete it")
                        .at(location));
    }
}
