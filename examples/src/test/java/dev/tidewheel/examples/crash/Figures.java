package dev.tidewheel.examples.crash;

import java.util.ArrayList;
import java.util.List;

/** What a drill did and found. Used by one thread. */
final class Figures {
    long kills;
    long killsWithinUpdates;
    long updates;
    long comparedTables;
    long checkedVersions;
    long looks;
    long reads;
    long events;
    final List<String> problems = new ArrayList<>();

    @Override
    public String toString() {
        return kills + " processes killed, " + killsWithinUpdates + " of them after they had written something; "
                + updates
                + " updates run to their end; " + comparedTables + " tables compared; " + checkedVersions
                + " versions checked; the reader looked " + looks + " times and read " + reads + " whole tables; "
                + events
                + " events; " + problems.size() + " problems";
    }
}
