package dev.tidewheel.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which tables and sinks an update is about. */
final class SelectionOptions {
    @Option(
            names = "--full-refresh",
            split = ",",
            paramLabel = "T",
            description =
                    "Computes these tables anew, from the beginning of their sources, and makes a savepoint before. A"
                            + " sink is given all its rows again. T is a name, a glob (bronze_*, silver.*), or either with"
                            + " all upstream (+T) or downstream (T+).")
    private List<String> fullRefresh = new ArrayList<>();

    @Option(names = "--full-refresh-all", description = "Computes all tables anew, and gives sinks all rows again.")
    private boolean fullRefreshAll;

    @Option(names = "--refresh", split = ",", paramLabel = "T", description = "Refreshes only these tables and sinks.")
    private List<String> refresh = new ArrayList<>();

    @Option(
            names = "--accept-reset",
            split = ",",
            paramLabel = "T",
            description = "Lets these tables and sinks begin anew if their definition changed so that they have to, and"
                    + " only then. 'plan' says which.")
    private List<String> acceptReset = new ArrayList<>();

    @Option(
            names = "--reset-checkpoint",
            split = ",",
            paramLabel = "F",
            description = "Lets these flows, or all flows of these tables, read their sources from the beginning again."
                    + " Rows that are there stay, so that rows can be there twice.")
    private List<String> resetCheckpoints = new ArrayList<>();

    /** The same options again, for another command line. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        fullRefresh.forEach(table -> arguments.addAll(List.of("--full-refresh", table)));
        if (fullRefreshAll) {
            arguments.add("--full-refresh-all");
        }
        refresh.forEach(table -> arguments.addAll(List.of("--refresh", table)));
        acceptReset.forEach(table -> arguments.addAll(List.of("--accept-reset", table)));
        resetCheckpoints.forEach(flow -> arguments.addAll(List.of("--reset-checkpoint", flow)));
        return arguments;
    }

    RunRequest of(SpecRequest pipeline) {
        return new RunRequest(pipeline, fullRefresh, fullRefreshAll, refresh, false, acceptReset, resetCheckpoints);
    }
}
