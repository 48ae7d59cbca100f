package dev.tidewheel.engine.plan;

import dev.tidewheel.engine.change.FlowRecord;
import dev.tidewheel.engine.source.document.DocumentFolder;
import dev.tidewheel.model.definition.SinkTarget;
import dev.tidewheel.model.name.TableName;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;

/**
 * How far a flow into a sink has come. There is no table whose log could tell, so it is kept in files, one folder for
 * each generation; a full refresh begins the next one. Safe for use by several threads.
 */
public final class SinkCheckpoint {
    private static final Pattern SECRET =
            Pattern.compile("secret|password|token|credential|key|jaas|connection|private", Pattern.CASE_INSENSITIVE);

    private final Configuration configuration;
    private final String folder;
    private final DocumentFolder generations;

    /** @param folder of all generations, see {@link StorageLayout#checkpoints(TableName, TableName)} */
    SinkCheckpoint(Configuration configuration, String folder) {
        this.configuration = configuration;
        this.folder = folder;
        this.generations = new DocumentFolder(configuration, folder + "/generations");
    }

    /** The number of full refreshes so far. */
    public int generation() {
        return (int) StreamCheckpoint.last(generations).orElse(0);
    }

    /** From now on the flow is in this generation; does nothing if it is already. */
    public void begin(int generation) {
        generations.writeIfAbsent(String.valueOf(generation), "");
    }

    /** Files of one generation. */
    public StreamCheckpoint stream(int generation) {
        return new StreamCheckpoint(configuration, folder + "/" + generation);
    }

    /** A short text that changes with where and how a sink writes; secrets are no part of it. */
    public static String target(SinkTarget target) {
        Map<String, String> shown = new TreeMap<>(target.options());
        shown.keySet().removeIf(option -> SECRET.matcher(option).find());
        return target.format() + " " + Integer.toHexString(shown.hashCode());
    }

    /** The definition with which the last run began; empty if none has. */
    public Optional<FlowRecord> record() {
        return stream(generation()).record();
    }

    /** True if the flow has given rows to the sink, or has begun to. */
    public boolean hasBegun() {
        StreamCheckpoint stream = stream(generation());
        return stream.record().isPresent() || stream.hasBegun() || progress().hasWritten();
    }

    /** Where the last run that came to its end ended. */
    public FlowProgress progress() {
        int generation = generation();
        return stream(generation).progress().orElse(new FlowProgress(generation, -1, Map.of(), false));
    }
}
