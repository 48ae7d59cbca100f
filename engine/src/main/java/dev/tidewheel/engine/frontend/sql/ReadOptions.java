package dev.tidewheel.engine.frontend.sql;

import dev.tidewheel.model.text.SqlFragment;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Options of a read that are only named, as in {@code FROM STREAM t WITH (SKIPCHANGECOMMITS)}: Spark wants each to have a
 * value. A parenthesis right after WITH begins nothing else. Stateless.
 */
final class ReadOptions {

    /** What must not be looked into: texts, quoted names and comments; else WITH and its parenthesis. */
    private static final Pattern NEXT = Pattern.compile(
            "'(?:[^'\\\\]|\\\\.)*'|\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`|--[^\n]*|/\\*.*?\\*/|\\bWITH\\s*\\(([^()]*)\\)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern NAMED_ONLY = Pattern.compile("(?:^|,)\\s*([A-Za-z_][A-Za-z0-9_.]*)\\s*(?=,|$)");

    private ReadOptions() {}

    /** The query with {@code = true} after each option that has no value. */
    static SqlFragment withValues(SqlFragment query) {
        List<Integer> ends = new ArrayList<>();
        Matcher next = NEXT.matcher(query.text());
        while (next.find()) {
            if (next.group(1) != null) {
                Matcher option = NAMED_ONLY.matcher(next.group(1));
                while (option.find()) {
                    ends.add(next.start(1) + option.end(1));
                }
            }
        }
        SqlFragment complete = query;
        for (int i = ends.size() - 1; i >= 0; i--) {
            complete = complete.inserted(ends.get(i), " = true");
        }
        return complete;
    }
}
