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
                    "Computes these tables anew, from the beginning of their sources. A sink is given all its rows"
                            + " again.")
    private List<String> fullRefresh = new ArrayList<>();

    @Option(names = "--full-refresh-all", description = "Computes all tables anew, and gives sinks all rows again.")
    private boolean fullRefreshAll;

    @Option(names = "--refresh", split = ",", paramLabel = "T", description = "Refreshes only these tables and sinks.")
    private List<String> refresh = new ArrayList<>();

    /** The same options again, for another command line. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        fullRefresh.forEach(table -> arguments.addAll(List.of("--full-refresh", table)));
        if (fullRefreshAll) {
            arguments.add("--full-refresh-all");
        }
        refresh.forEach(table -> arguments.addAll(List.of("--refresh", table)));
        return arguments;
    }

    RunRequest of(SpecRequest pipeline) {
        return new RunRequest(pipeline, fullRefresh, fullRefreshAll, refresh, false);
    }
}
