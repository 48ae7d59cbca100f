package dev.tidewheel.engine.run;

import dev.tidewheel.engine.graph.LeafInput;
import dev.tidewheel.engine.source.listing.FolderWatch;
import dev.tidewheel.model.name.TableName;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What flows hear of from the operating system: files that come into folders of the local disk, and commits of other
 * processes to tables there, those of the pipeline among them. Flows are told by the thread that keeps the account, which is
 * given letters for it. Used by that thread.
 */
final class OutsideNews implements AutoCloseable {
    private static final String LOG_FOLDER = "/_delta_log";

    private final FolderWatch folders = FolderWatch.begin();
    private final Collection<FlowLoop> loops;
    private final Map<TableName, String> paths;
    private final Consumer<Runnable> mail;
    private final Set<TableName> watched = new HashSet<>();

    /**
     * @param paths of the pipeline's tables
     * @param mail takes what is to be done by the thread that keeps the account
     */
    OutsideNews(Collection<FlowLoop> loops, Map<TableName, String> paths, Consumer<Runnable> mail) {
        this.loops = loops.stream().filter(loop -> !loop.isOver()).toList();
        this.paths = paths;
        this.mail = mail;
        this.loops.forEach(this::watchSources);
        watchTables();
    }

    private void watchSources(FlowLoop loop) {
        for (LeafInput input : loop.task().flow().inputs()) {
            Optional<Path> folder = Optional.empty();
            if (input instanceof LeafInput.Files files) {
                folder = files.source().localFolder();
            } else if (input instanceof LeafInput.DeltaTable table) {
                folder = FolderWatch.local(table.path() + LOG_FOLDER);
            } else if (input instanceof LeafInput.PipelineTable table
                    && !FolderWatch.isLocal(paths.getOrDefault(table.name(), ""))) {
                loop.hearsNoTables();
            }
            folder.ifPresent(found -> folders.add(found, () -> mail.accept(loop::wake)));
        }
    }

    /** To be called when there may be tables that were not there before. */
    void watchTables() {
        paths.forEach((table, path) -> {
            List<FlowLoop> readers = watched.contains(table)
                    ? List.of()
                    : loops.stream().filter(loop -> reads(loop, table)).toList();
            if (readers.isEmpty()) {
                return;
            }
            FolderWatch.local(path + LOG_FOLDER).ifPresent(log -> {
                watched.add(table);
                folders.add(
                        log,
                        () -> mail.accept(() -> {
                            long now = System.nanoTime();
                            readers.forEach(loop -> loop.heard(now));
                        }));
            });
        });
    }

    private static boolean reads(FlowLoop loop, TableName table) {
        return loop.task().flow().inputs().stream()
                .anyMatch(input -> input instanceof LeafInput.PipelineTable read
                        && read.name().equals(table));
    }

    @Override
    public void close() {
        folders.close();
    }
}
