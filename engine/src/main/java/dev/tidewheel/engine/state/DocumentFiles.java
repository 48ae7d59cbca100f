package dev.tidewheel.engine.state;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Files of one folder that are written once, whole, by the first who comes. */
interface DocumentFiles {

    /** Names of the files; empty if the folder is not there. */
    List<String> list() throws IOException;

    /** The text of a file; empty if it is not there. */
    Optional<String> read(String name) throws IOException;

    /**
     * Writes a file that must not be there. Of all who try at the same time, in whatever process, one succeeds; nobody
     * ever reads a part of it.
     *
     * @return false if it is there already
     */
    boolean create(String name, String text) throws IOException;

    /** Removes a file, if it is there. */
    void delete(String name) throws IOException;
}
