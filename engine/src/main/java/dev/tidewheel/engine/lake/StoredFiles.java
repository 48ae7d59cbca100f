package dev.tidewheel.engine.lake;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** Looks for the files that a version of a table is made of: whoever cleans the table up removes them sooner or later. */
final class StoredFiles {

    private StoredFiles() {}

    /** Files that the version names and that are not there, as the log names them. */
    static List<String> missing(TableStates states, TableSnapshot snapshot) {
        List<DataFile> files = states.files(states.kernel(snapshot));
        Set<String> present = new HashSet<>();
        Path table = new Path(snapshot.path());
        try {
            FileSystem fileSystem = table.getFileSystem(states.configuration());
            RemoteIterator<LocatedFileStatus> found = fileSystem.listFiles(table, true);
            while (found.hasNext()) {
                present.add(found.next().getPath().toUri().getPath());
            }
            List<String> missing = new ArrayList<>();
            for (DataFile file : files) {
                String vector = file.deletionVector();
                boolean there = exists(new Path(table, new Path(URI.create(file.path()))), present, states)
                        && (vector == null
                                || DeletionVectors.file(snapshot.path(), vector).isEmpty()
                                || exists(
                                        new Path(DeletionVectors.file(snapshot.path(), vector)
                                                .orElseThrow()),
                                        present,
                                        states));
                if (!there) {
                    missing.add(file.path());
                }
            }
            return missing;
        } catch (IOException e) {
            throw LakeProblems.io("Cannot list the files of " + snapshot.path(), e);
        }
    }

    private static boolean exists(Path file, Set<String> present, TableStates states) throws IOException {
        return present.contains(file.toUri().getPath())
                || file.getFileSystem(states.configuration()).exists(file);
    }
}
