package dev.tidewheel.engine.source.file;

import dev.tidewheel.engine.source.Backlog;
import dev.tidewheel.engine.source.listing.FileSnapshot;
import dev.tidewheel.engine.source.listing.ListedFile;
import java.util.List;

/**
 * Files that were there and not yet taken when the source looked.
 *
 * @param root the folder below which all of them are
 * @param newFiles oldest first
 * @param passedOver files that are never to be read, because the stream begins after them
 * @param begins true if the stream has no position yet and does not want the files that are there: then there is a
 *     position to be stored even without a row
 */
record FileBacklog(String root, List<ListedFile> newFiles, List<ListedFile> passedOver, boolean begins)
        implements Backlog {

    FileBacklog {
        newFiles = List.copyOf(newFiles);
        passedOver = List.copyOf(passedOver);
    }

    static FileBacklog of(String root, List<ListedFile> newFiles) {
        return new FileBacklog(root, newFiles, List.of(), false);
    }

    static FileBacklog beginningAfter(FileSnapshot snapshot) {
        return new FileBacklog(snapshot.root(), List.of(), snapshot.files(), true);
    }

    @Override
    public boolean isEmpty() {
        return newFiles.isEmpty() && !begins;
    }

    @Override
    public long files() {
        return newFiles.size();
    }

    @Override
    public long bytes() {
        return newFiles.stream().mapToLong(ListedFile::size).sum();
    }

    @Override
    public long records() {
        return -1;
    }
}
