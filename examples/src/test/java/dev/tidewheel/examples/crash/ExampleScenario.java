package dev.tidewheel.examples.crash;

import dev.tidewheel.examples.Example;
import dev.tidewheel.examples.Story;
import dev.tidewheel.testkit.crash.Phase;
import dev.tidewheel.testkit.crash.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A folder of {@code examples/} with its story. Immutable.
 *
 * @param refreshed whether a full refresh comes at the end
 */
record ExampleScenario(Example example, boolean refreshed) implements Scenario {

    @Override
    public Path copyTo(Path target) throws IOException {
        return example.copyTo(target);
    }

    @Override
    public List<Phase> phases() throws IOException {
        List<Phase> phases = new ArrayList<>(phasesOf(example.story()));
        if (refreshed) {
            phases.add(phases.get(phases.size() - 1).fullRefresh());
        }
        return phases;
    }

    /** Those of a story. Updates that find nothing to do are left out. */
    private static List<Phase> phasesOf(Story story) {
        List<Phase> phases = new ArrayList<>();
        Map<String, String> arrivals = new LinkedHashMap<>();
        Map<String, String> settings = new LinkedHashMap<>();
        for (Story.Step step : story.steps()) {
            switch (step.verb()) {
                case "copy" -> {
                    String[] paths = step.argument().split(" ");
                    arrivals.put(paths[0], paths[1]);
                }
                case "set" -> {
                    String[] assignment = step.argument().split("=", 2);
                    settings.put(assignment[0], assignment[1]);
                }
                case "run" -> {
                    if (!step.result().contains("nothing to do")) {
                        phases.add(new Phase(arrivals, settings, List.of()));
                        arrivals.clear();
                    }
                }
                default -> {
                    // a query changes nothing
                }
            }
        }
        return phases;
    }

    @Override
    public String toString() {
        return example.toString();
    }
}
