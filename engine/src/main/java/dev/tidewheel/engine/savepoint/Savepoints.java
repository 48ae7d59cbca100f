package dev.tidewheel.engine.savepoint;

import dev.tidewheel.engine.lake.FolderNames;
import dev.tidewheel.engine.lake.Lake;
import dev.tidewheel.engine.lake.TableSnapshot;
import dev.tidewheel.engine.lake.TableStatistics;
import dev.tidewheel.engine.plan.FlowProgress;
import dev.tidewheel.engine.plan.StorageLayout;
import dev.tidewheel.engine.state.StateDocument;
import dev.tidewheel.engine.state.StateStore;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.name.TableName;
import dev.tidewheel.model.text.Suggestions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * The savepoints of a pipeline. What changes something is to be called under the lease of the pipeline; looking is always
 * allowed. Thread-safe.
 */
public final class Savepoints {
    /** How long a savepoint is kept if the pipeline does not say: as long as Delta keeps files of older versions. */
    public static final Duration DEFAULT_RETENTION = Duration.ofDays(7);

    private static final String DOCUMENT = "savepoints";
    private static final int VERSIONS_KEPT = 5;
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final StateStore store;
    private final Lake lake;
    private final StorageLayout storage;
    private final CheckpointFolders folders;
    private final String pipeline;
    private final Runnable mayWrite;

    /**
     * @param pipeline its id; other pipelines on the same storage have savepoints of their own in the same document
     * @param mayWrite asked before anything is written or removed; throws if this process must not do so any more
     */
    public Savepoints(
            Lake lake, StorageLayout storage, String pipeline, Configuration configuration, Runnable mayWrite) {
        this.store = StateStore.open(storage.root(), DOCUMENT, VERSIONS_KEPT, configuration);
        this.lake = lake;
        this.storage = storage;
        this.folders = new CheckpointFolders(configuration);
        this.pipeline = pipeline;
        this.mayWrite = mayWrite;
    }

    /** How the flows of the tables go on. */
    public enum Afterwards {
        /** They begin new generations, so that those of the savepoint stay as they are. */
        NEW_GENERATIONS,
        /** They go on where they are, so that their checkpoints have to be copied. */
        GOING_ON
    }

    /** All of them, oldest first. */
    public List<Savepoint> list() {
        return all().stream().filter(savepoint -> savepoint.isOf(pipeline)).toList();
    }

    private List<Savepoint> all() {
        return store.latest()
                .map(document -> SavepointDocument.read(document.json()))
                .orElse(List.of());
    }

    /** @throws PipelineException SAVEPOINT_NOT_FOUND */
    public Savepoint find(String name) {
        List<Savepoint> all = list();
        return all.stream()
                .filter(savepoint -> savepoint.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> notFound(name, all.stream().map(Savepoint::name).toList()));
    }

    private static PipelineException notFound(String name, List<String> known) {
        return new PipelineException(Problem.of(ErrorCode.SAVEPOINT_NOT_FOUND, "there is no savepoint `" + name + "`")
                .because(known.isEmpty() ? "the pipeline has none" : "the pipeline has " + String.join(", ", known))
                .remedy(Suggestions.first(name, known)
                        .map(near -> "did you mean `" + near + "`?")
                        .orElse("`tidewheel savepoints` lists them")));
    }

    /** A name that is not taken: the words and the moment. */
    public String freeName(String words) {
        String name = words + "-" + MOMENT.format(Instant.now());
        List<String> taken = all().stream().map(Savepoint::name).toList();
        String free = name;
        for (int number = 2; taken.contains(free); number++) {
            free = name + "-" + number;
        }
        return free;
    }

    /**
     * Makes a savepoint of tables as they are now; those that do not exist are left out.
     *
     * @param sinks flows into sinks that begin anew
     * @throws PipelineException SAVEPOINT_INVALID if the name is taken or not fit
     */
    public Savepoint create(
            String name,
            String reason,
            String updateId,
            Collection<TableName> tables,
            List<SavedFlow> sinks,
            Afterwards afterwards) {
        List<Savepoint> all = new ArrayList<>(all());
        checkName(name, all);
        List<SavedTable> saved = new ArrayList<>();
        for (TableName table : tables) {
            lake.snapshot(storage.table(table)).ifPresent(now -> saved.add(save(name, table, now, afterwards)));
        }
        Savepoint savepoint = new Savepoint(name, pipeline, Instant.now(), reason, updateId, saved, sinks);
        all.add(savepoint);
        write(all);
        return savepoint;
    }

    private static void checkName(String name, List<Savepoint> all) {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
            throw new PipelineException(
                    Problem.of(ErrorCode.SAVEPOINT_INVALID, "`" + name + "` cannot be the name of a savepoint")
                            .remedy("take up to 100 letters, digits and . _ - and begin with a letter or a digit"));
        }
        if (all.stream().anyMatch(savepoint -> savepoint.name().equals(name))) {
            throw new PipelineException(
                    Problem.of(ErrorCode.SAVEPOINT_INVALID, "there is a savepoint `" + name + "` already")
                            .because("pipelines on one storage cannot have savepoints of the same name")
                            .remedy("take another name, or remove it with `tidewheel savepoints expire`"));
        }
    }

    private SavedTable save(String name, TableName table, TableSnapshot now, Afterwards afterwards) {
        List<SavedFlow> flows = new ArrayList<>();
        FlowProgress.all(now.domains()).forEach((flow, progress) -> {
            String live = storage.checkpoint(table, flow, progress.generation());
            boolean kept = folders.exists(live);
            boolean copied = kept && afterwards == Afterwards.GOING_ON;
            SavedFlow saved = new SavedFlow(table, flow, progress.generation(), progress.batch(), kept, copied);
            if (copied) {
                mayWrite.run();
                folders.copy(live, copyOf(name, saved), progress.batch());
            }
            flows.add(saved);
        });
        TableStatistics statistics = lake.statistics(now);
        return new SavedTable(
                table, now.path(), now.tableId(), now.version(), statistics.rows(), statistics.bytes(), flows);
    }

    /** Where the checkpoint of a flow is, as it was at the savepoint. */
    String checkpoint(Savepoint savepoint, SavedFlow flow) {
        return flow.copied()
                ? copyOf(savepoint.name(), flow)
                : storage.checkpoint(flow.target(), flow.flow(), flow.generation());
    }

    private String copyOf(String savepoint, SavedFlow flow) {
        return folder(savepoint) + "/" + FolderNames.folder(flow.target().toString()) + "/"
                + FolderNames.folder(flow.flow().toString());
    }

    private String folder(String savepoint) {
        return storage.root() + "/savepoints/" + savepoint;
    }

    /**
     * Removes savepoints, and with them checkpoints that neither another savepoint nor a table needs.
     *
     * @return those that were removed
     */
    public List<Savepoint> expire(Predicate<Savepoint> which) {
        List<Savepoint> all = all();
        List<Savepoint> expired = list().stream().filter(which).toList();
        if (expired.isEmpty()) {
            return List.of();
        }
        List<Savepoint> kept =
                all.stream().filter(savepoint -> !expired.contains(savepoint)).toList();
        // a savepoint that is not listed is never restored, so that nothing can be missing in it
        write(kept);
        for (Savepoint savepoint : expired) {
            mayWrite.run();
            folders.remove(folder(savepoint.name()));
            flows(savepoint)
                    .filter(flow -> !flow.copied())
                    .filter(flow -> kept.stream().flatMap(Savepoints::flows).noneMatch(flow::sameCheckpoint))
                    .filter(this::isPast)
                    .forEach(flow -> {
                        mayWrite.run();
                        folders.remove(checkpoint(savepoint, flow));
                    });
        }
        return expired;
    }

    private static Stream<SavedFlow> flows(Savepoint savepoint) {
        return Stream.concat(
                savepoint.tables().stream().flatMap(table -> table.flows().stream()), savepoint.sinks().stream());
    }

    /** True if the flow has begun another generation since. Of a table that is gone nothing is known. */
    private boolean isPast(SavedFlow saved) {
        return lake.snapshot(storage.table(saved.target()))
                .map(now -> FlowProgress.read(now.domains(), saved.flow()).generation() > saved.generation())
                .orElseGet(() -> sinkHasMovedOn(saved));
    }

    private boolean sinkHasMovedOn(SavedFlow saved) {
        return folders.exists(
                storage.checkpoints(saved.target(), saved.flow()) + "/generations/" + (saved.generation() + 1));
    }

    private void write(List<Savepoint> savepoints) {
        mayWrite.run();
        store.put(store.latest().map(StateDocument::version).orElse(-1L), SavepointDocument.write(savepoints));
    }
}
