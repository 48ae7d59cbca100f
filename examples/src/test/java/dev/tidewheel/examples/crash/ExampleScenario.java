package dev.tidewheel.examples.crash;

import dev.tidewheel.examples.Example;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
        List<Phase> phases = new ArrayList<>(Phase.of(example.story()));
        if (refreshed) {
            phases.add(phases.get(phases.size() - 1).fullRefresh());
        }
        return phases;
    }

    @Override
    public String toString() {
        return example.toString();
    }
}
