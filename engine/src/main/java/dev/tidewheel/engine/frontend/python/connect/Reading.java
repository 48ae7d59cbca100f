package dev.tidewheel.engine.frontend.python.connect;

import dev.tidewheel.engine.frontend.python.source.PythonSources;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who reads for a session of Connect. Spark makes the plugin that needs to know this, so it has to be found from
 * anywhere: by the thread that plans, else by the id of the session. Immutable.
 *
 * @param sources of the pipeline
 * @param functions what the user's code has registered
 * @param python what that is run by
 */
record Reading(PythonReader reader, PythonSources sources, SharedFunctions functions, WorkerPython python) {

    private static final Map<String, Reading> BY_SESSION = new ConcurrentHashMap<>();
    private static final ThreadLocal<@Nullable Reading> BY_THREAD = new ThreadLocal<>();

    static Reading of(String sessionId) {
        Reading found = BY_THREAD.get();
        if (found == null) {
            found = BY_SESSION.get(sessionId);
        }
        if (found == null) {
            throw new IllegalStateException("nobody reads for the session " + sessionId);
        }
        return found;
    }

    /** This one reads in the calling thread while {@code action} lasts. */
    <T> T during(Supplier<T> action) {
        Reading before = BY_THREAD.get();
        BY_THREAD.set(this);
        try {
            return action.get();
        } finally {
            if (before == null) {
                BY_THREAD.remove();
            } else {
                BY_THREAD.set(before);
            }
        }
    }

    /** This one reads for a session from now on. */
    void registerFor(String sessionId) {
        BY_SESSION.put(sessionId, this);
    }

    static boolean isKnown(String sessionId) {
        return BY_SESSION.containsKey(sessionId);
    }

    static void remove(String sessionId) {
        BY_SESSION.remove(sessionId);
    }
}
