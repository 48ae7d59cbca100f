package dev.tidewheel.model.settings;

import dev.tidewheel.model.text.SourceLocation;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a person is shown after a completed update. Immutable.
 *
 * @param query a query in SQL, or the name of a dataset
 * @param text a hint below the rows, null if there is none
 * @param location where the query stands, null for settings made in code
 */
public record Preview(
        String query, @Nullable String text, @Nullable SourceLocation location) {

    /** No more rows than this are shown. */
    public static final int MAX_ROWS = 10;

    public Preview {
        Objects.requireNonNull(query, "query is null");
    }

    /** The query, that of a dataset's name included; it may give more than {@link #MAX_ROWS} rows. */
    public String sql() {
        String stripped = query.strip();
        boolean isName = stripped.lines().count() == 1
                && !stripped.toLowerCase(Locale.ROOT).matches("(select|with|from|values|table)\\b.*")
                && !stripped.startsWith("(");
        return isName ? "SELECT * FROM " + stripped : stripped;
    }

    /** The hint, if there is one. */
    public Optional<String> hint() {
        return Optional.ofNullable(text);
    }
}
