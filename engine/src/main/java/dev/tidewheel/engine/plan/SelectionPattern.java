package dev.tidewheel.engine.plan;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.name.NameScope;
import dev.tidewheel.model.name.TableName;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Datasets as a user selects them: a name, or a glob with {@code *} and {@code ?} in any of its parts; {@code +} before it
 * adds all that it is computed from, {@code +} after it all that is computed from it. A number beside the plus is the
 * number of steps, such as {@code 1+orders}. Semantics: dbt's graph operators. Immutable.
 *
 * @param written by the user
 * @param name without the operators
 * @param up how many steps upstream, 0 for none
 * @param down how many steps downstream, 0 for none
 */
record SelectionPattern(String written, String name, int up, int down) {

    private static final Pattern SHAPE = Pattern.compile("(?:(\\d{0,6})\\+)?(.+?)(?:\\+(\\d{0,6}))?");

    /** @throws PipelineException if it is empty or nothing but operators */
    static SelectionPattern parse(String written) {
        Matcher matcher = SHAPE.matcher(written.strip());
        if (!matcher.matches() || matcher.group(2).matches("[+\\s.]*")) {
            throw new PipelineException(Problem.of(ErrorCode.SELECTION_INVALID, "`" + written + "` selects nothing")
                    .remedy("write a name such as orders, a glob such as bronze_* or silver.*, or either with"
                            + " its upstream or downstream: +orders, orders+"));
        }
        return new SelectionPattern(written, matcher.group(2), steps(matcher.group(1)), steps(matcher.group(3)));
    }

    private static int steps(@Nullable String number) {
        if (number == null) {
            return 0;
        }
        return number.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(number);
    }

    /** True if it is one name and no more. */
    boolean isName() {
        return !isGlob() && !hasOperator();
    }

    boolean hasOperator() {
        return up > 0 || down > 0;
    }

    private boolean isGlob() {
        return name.contains("*") || name.contains("?");
    }

    /** Is the dataset what the pattern names, its operators aside? */
    boolean matches(TableName dataset, NameScope scope) {
        return scope.qualify(Arrays.asList(name.split("\\.")))
                .filter(wanted -> matches(wanted.catalog(), dataset.catalog())
                        && matches(wanted.schema(), dataset.schema())
                        && matches(wanted.name(), dataset.name()))
                .isPresent();
    }

    private static boolean matches(String glob, String text) {
        StringBuilder regex = new StringBuilder();
        for (char letter : glob.toCharArray()) {
            if (letter == '*') {
                regex.append(".*");
            } else if (letter == '?') {
                regex.append('.');
            } else {
                regex.append(Pattern.quote(String.valueOf(letter)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                .matcher(text)
                .matches();
    }
}
