package dev.tidewheel.engine.frontend.sql.scan;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SourceLocation;
import dev.tidewheel.model.text.Suggestions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;

/**
 * Puts the values of <code>${key}</code> into the text, just before it is read. What has been put in is not looked at
 * again. Not thread-safe.
 */
public final class VariableExpansion {
    private final ExpandedText text;
    private final Variables variables;
    private final Problems problems;
    private final List<Missing> missing = new ArrayList<>();
    private int done;

    private record Missing(String written, String key, SourceLocation location) {}

    public VariableExpansion(ExpandedText text, Variables variables, Problems problems) {
        this.text = text;
        this.variables = variables;
        this.problems = problems;
    }

    /** Replaces the variables that begin at {@code offset}, if any; false if there is one without a value. */
    boolean expandAt(int offset) {
        while (offset >= done && text.at(offset) == '$' && text.at(offset + 1) == '{') {
            int close = text.indexOf('}', offset);
            Matcher reference = Variables.REFERENCE.matcher(close < 0 ? "" : text.substring(offset, close + 1));
            if (!reference.matches()) {
                return true;
            }
            SourceLocation location = text.locate(offset, close + 1);
            Variables.Lookup lookup = variables.look(reference.group(1));
            if (!(lookup instanceof Variables.Found found)) {
                done = close + 1;
                remember(reference.group(), lookup, location);
                return false;
            }
            text.replace(offset, close + 1, found.value());
            done = offset + found.value().length();
        }
        return true;
    }

    private void remember(String written, Variables.Lookup lookup, SourceLocation location) {
        if (lookup instanceof Variables.Missing absent) {
            missing.add(new Missing(written, absent.key(), location));
        } else if (lookup instanceof Variables.Circular circular) {
            problems.add(Problem.of(ErrorCode.UNDEFINED_VARIABLE, "the value of `" + written + "` contains itself")
                    .because(circular.path())
                    .remedy("Give one of these keys a plain value")
                    .at(location));
        }
    }

    /** To be called once the whole file is read: only then is it known which keys are SET further down. */
    public void reportMissing() {
        for (Missing one : missing) {
            String file = text.source().file();
            boolean direct = one.written().equals("${" + one.key() + "}");
            String message = direct
                    ? "`" + one.written() + "` in " + file + " has no value"
                    : "`" + one.written() + "` in " + file + " needs `${" + one.key() + "}`, which has no value";
            problems.add(Problem.of(ErrorCode.UNDEFINED_VARIABLE, message)
                    .because("The key `" + one.key() + "` is neither in the pipeline's configuration nor SET above")
                    .remedy(remedy(one.key()))
                    .at(one.location()));
        }
    }

    private String remedy(String key) {
        if (variables.keys().contains(key)) {
            return "Move the statement that SETs it above this one";
        }
        String near = Suggestions.didYouMean(key, variables.keys());
        return near.isEmpty() ? "Add it to `configuration` in the pipeline file" : near;
    }
}
