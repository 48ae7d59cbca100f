package dev.tidewheel.engine.plan;

import dev.tidewheel.engine.source.document.DocumentFolder;
import dev.tidewheel.model.definition.SinkTarget;
import dev.tidewheel.model.name.TableName;
import java.util.Map;
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

    private final StorageLayout storage;
    private final Configuration configuration;
    private final TableName sink;
    private final TableName flow;
    private final DocumentFolder generations;

    SinkCheckpoint(StorageLayout storage, Configuration configuration, TableName sink, TableName flow) {
        this.storage = storage;
        this.configuration = configuration;
        this.sink = sink;
        this.flow = flow;
        this.generations = new DocumentFolder(configuration, storage.checkpoints(sink, flow) + "/generations");
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
        return new StreamCheckpoint(configuration, storage.checkpoint(sink, flow, generation));
    }

    /** A short text that changes with where and how a sink writes; secrets are no part of it. */
    public static String target(SinkTarget target) {
        Map<String, String> shown = new TreeMap<>(target.options());
        shown.keySet().removeIf(option -> SECRET.matcher(option).find());
        return target.format() + " " + Integer.toHexString(shown.hashCode());
    }

    /** Where the last run that came to its end ended. */
    public FlowProgress progress() {
        int generation = generation();
        return stream(generation).progress().orElse(new FlowProgress(generation, -1, Map.of(), false));
    }
}
