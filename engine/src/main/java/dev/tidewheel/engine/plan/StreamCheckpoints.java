package dev.tidewheel.engine.plan;

import dev.tidewheel.engine.lake.FolderNames;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.name.TableName;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** The checkpoints of a pipeline's flows that keep state, or that write to sinks. Thread-safe. */
public final class StreamCheckpoints {
    private final StorageLayout storage;
    private final Configuration configuration;

    public StreamCheckpoints(StorageLayout storage, Configuration configuration) {
        this.storage = storage;
        this.configuration = configuration;
    }

    /** That of one flow in one generation of its target; it need not exist. */
    public StreamCheckpoint of(TableName target, TableName flow, int generation) {
        return new StreamCheckpoint(configuration, storage.checkpoint(target, flow, generation));
    }

    /** That of a flow into a sink; it need not exist. */
    public SinkCheckpoint ofSink(TableName sink, TableName flow) {
        return new SinkCheckpoint(configuration, storage.checkpoints(sink, flow));
    }

    /**
     * Flows that have given rows to sinks and are not defined any more. What is removed leaves nothing but its folder.
     *
     * @param defined names of sinks and of the flows into them
     */
    List<FormerSinkFlow> formerSinkFlows(Map<TableName, List<TableName>> defined) {
        Set<String> known = new HashSet<>();
        defined.forEach((sink, flows) -> flows.forEach(flow -> known.add(storage.checkpoints(sink, flow))));
        List<FormerSinkFlow> former = new ArrayList<>();
        for (String target : folders(storage.checkpoints())) {
            for (String flow : folders(storage.checkpoints() + "/" + target)) {
                String folder = storage.checkpoints() + "/" + target + "/" + flow;
                if (!known.contains(folder)) {
                    SinkCheckpoint checkpoint = new SinkCheckpoint(configuration, folder);
                    checkpoint
                            .record()
                            .filter(record -> !record.target().isEmpty())
                            .ifPresent(
                                    record -> former.add(new FormerSinkFlow(lastPart(target), lastPart(flow), record)));
                }
            }
        }
        return former;
    }

    private List<String> folders(String parent) {
        Path path = new Path(parent);
        try {
            return Arrays.stream(path.getFileSystem(configuration).listStatus(path))
                    .filter(FileStatus::isDirectory)
                    .map(status -> status.getPath().getName())
                    .sorted()
                    .toList();
        } catch (FileNotFoundException e) {
            return List.of();
        } catch (IOException e) {
            throw new PipelineException(
                    Problem.of(ErrorCode.IO_FAILURE, "The folder of checkpoints " + path + " cannot be listed")
                            .because(String.valueOf(e.getMessage())),
                    e);
        }
    }

    /** Of {@code catalog.schema.name}. */
    private static String lastPart(String folder) {
        return FolderNames.name(folder.substring(folder.indexOf('.', folder.indexOf('.') + 1) + 1));
    }
}
