package dev.tidewheel.engine.frontend.sql.scan;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values for <code>${key}</code>: the pipeline's configuration and what the file has SET so far. Not thread-safe. */
public final class Variables {
    /** A dollar, a brace, a key without spaces, a brace. Anything else between braces is no variable. */
    static final Pattern REFERENCE = Pattern.compile("\\$\\{([\\p{L}\\p{N}_][\\p{L}\\p{N}_.:-]*)\\}");

    private final Map<String, String> values;

    public Variables(Map<String, String> configuration) {
        this.values = new TreeMap<>(configuration);
    }

    public void set(String key, String value) {
        values.put(key, value);
    }

    Set<String> keys() {
        return values.keySet();
    }

    /** What stands for {@code key}, with the variables in its value put in as well. */
    Lookup look(String key) {
        return look(key, new ArrayDeque<>());
    }

    private Lookup look(String key, Deque<String> open) {
        String value = values.get(key);
        if (value == null) {
            return new Missing(key);
        }
        if (open.contains(key)) {
            Set<String> path = new LinkedHashSet<>(open);
            return new Circular(String.join(" → ", path) + " → " + key);
        }
        open.addLast(key);
        Matcher references = REFERENCE.matcher(value);
        StringBuilder whole = new StringBuilder();
        while (references.find()) {
            Lookup inner = look(references.group(1), open);
            if (!(inner instanceof Found found)) {
                return inner;
            }
            references.appendReplacement(whole, Matcher.quoteReplacement(found.value()));
        }
        references.appendTail(whole);
        open.removeLast();
        return new Found(whole.toString());
    }

    sealed interface Lookup {}

    record Found(String value) implements Lookup {}

    /** {@code key} is not defined; it may be another one than was asked for, used in its value. */
    record Missing(String key) implements Lookup {}

    /** The value contains itself; {@code path} shows how. */
    record Circular(String path) implements Lookup {}
}
