package dev.tidewheel.testkit.crash;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A pipeline and what happens to it: all that a drill knows of what it kills. Immutable. */
public interface Scenario {

    /** Writes the pipeline as it is in the beginning to a folder below {@code target}, and gives that folder. */
    Path copyTo(Path target) throws IOException;

    /** The updates of its life, in order; there is at least one. */
    List<Phase> phases() throws IOException;

    /**
     * What another way of computing them says against the tables of a life that nobody disturbed; empty if nothing.
     *
     * @param phase the number of the phase that has ended, from 0
     * @param folder of the pipeline
     */
    default List<String> objections(int phase, Path folder) throws IOException {
        return List.of();
    }
}
