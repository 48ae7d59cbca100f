package dev.tidewheel.cli;

import java.util.List;

/**
 * Which update.
 *
 * @param fullRefresh datasets to be computed anew from the beginning
 * @param fullRefreshAll true for all of them
 * @param continuous true if it goes on until it is stopped, whatever the pipeline file says
 * @param acceptedResets datasets and flows that may begin anew if their definition changed so that they have to
 * @param refresh datasets to be refreshed; empty for all, unless some are to be refreshed in full
 * @param resetCheckpoints flows that read their sources again, while the rows of their tables stay
 */
public record RunRequest(
        SpecRequest pipeline,
        List<String> fullRefresh,
        boolean fullRefreshAll,
        List<String> refresh,
        boolean continuous,
        List<String> acceptedResets,
        List<String> resetCheckpoints) {

    public RunRequest {
        fullRefresh = List.copyOf(fullRefresh);
        refresh = List.copyOf(refresh);
        acceptedResets = List.copyOf(acceptedResets);
        resetCheckpoints = List.copyOf(resetCheckpoints);
    }

    /** The same, going on until it is stopped. */
    RunRequest continuously() {
        return new RunRequest(pipeline, fullRefresh, fullRefreshAll, refresh, true, acceptedResets, resetCheckpoints);
    }
}
