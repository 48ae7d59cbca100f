package dev.tidewheel.testkit.crash;

import java.util.ArrayList;
import java.util.List;

/** What a drill did and found. Used by one thread. */
public final class Figures {
    long kills;
    long killsWithinUpdates;
    long killsOfContinuousUpdates;
    long updates;
    long comparedTables;
    long checkedVersions;
    long looks;
    long reads;
    long events;
    final List<String> problems = new ArrayList<>();

    public long kills() {
        return kills;
    }

    public long killsOfContinuousUpdates() {
        return killsOfContinuousUpdates;
    }

    public long comparedTables() {
        return comparedTables;
    }

    public long reads() {
        return reads;
    }

    /** Everything that was found to be wrong. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /** Something else that was found. */
    public void add(String problem) {
        System.out.println("PROBLEM " + problem);
        problems.add(problem);
    }

    @Override
    public String toString() {
        return kills + " processes killed, " + killsWithinUpdates + " of them after they had written something, "
                + killsOfContinuousUpdates + " in the midst of continuous updates; " + updates
                + " updates run to their end; " + comparedTables + " tables compared; " + checkedVersions
                + " versions checked; the reader looked " + looks + " times and read " + reads + " whole tables; "
                + events
                + " events; " + problems.size() + " problems";
    }
}
