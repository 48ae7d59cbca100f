package dev.tidewheel.engine.source;

import java.util.List;

/**
 * What a source could give again of all that was read from it, should it be read from the beginning. Immutable.
 *
 * @param known false if the source cannot tell
 * @param losses what it could not give again, each in words that follow on the source's name; empty if it could give all
 */
public record Replay(boolean known, List<String> losses) {

    /** Everything would come again. */
    public static final Replay COMPLETE = new Replay(true, List.of());

    /** The source cannot tell. */
    public static final Replay UNKNOWN = new Replay(false, List.of());

    public Replay {
        losses = List.copyOf(losses);
    }

    /** All but this. */
    public static Replay without(String... losses) {
        return new Replay(true, List.of(losses));
    }
}
