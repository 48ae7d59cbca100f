package dev.tidewheel.engine.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Options as they may be shown to whoever reads the events. Stateless. */
final class ShownOptions {

    private static final Pattern SECRET = Pattern.compile(
            "secret|password|token|credential|access[._-]?key|account[._-]?key|jaas|connectionstring|private",
            Pattern.CASE_INSENSITIVE);
    private static final String HIDDEN = "(hidden)";

    private ShownOptions() {}

    /** The same, without the values of options whose names say that they are secret. */
    static Map<String, String> of(Map<String, String> options) {
        Map<String, String> shown = new LinkedHashMap<>();
        new TreeMap<>(options)
                .forEach((key, value) -> shown.put(key, SECRET.matcher(key).find() ? HIDDEN : value));
        return shown;
    }
}
