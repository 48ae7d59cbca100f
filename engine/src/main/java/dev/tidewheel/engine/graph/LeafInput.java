package dev.tidewheel.engine.graph;

import dev.tidewheel.engine.source.FileSource;
import dev.tidewheel.model.name.TableName;
import java.util.Map;

/** Where the rows of a leaf of a query come from. */
public sealed interface LeafInput {

    /** Identity of the input within a flow: the key of its progress, stable over restarts and unrelated edits. */
    String key();

    /** True if the rows are read as a stream: each once. */
    boolean streaming();

    /** A table of the same pipeline. */
    record PipelineTable(TableName name, boolean streaming, Map<String, String> options) implements LeafInput {
        public PipelineTable {
            options = Map.copyOf(options);
        }

        @Override
        public String key() {
            return name.toString();
        }
    }

    /**
     * A Delta table that the pipeline does not define.
     *
     * @param label how the user called it
     */
    record DeltaTable(String path, String label, boolean streaming, Map<String, String> options) implements LeafInput {
        public DeltaTable {
            options = Map.copyOf(options);
        }

        @Override
        public String key() {
            return "delta:" + path;
        }
    }

    /** Files of a folder. */
    record Files(FileSource source, boolean streaming) implements LeafInput {
        @Override
        public String key() {
            return "files:" + source.identity();
        }
    }

    /** The rows of one micro-batch of a stateful flow, for what follows its query. */
    record MicroBatch(TableName flow) implements LeafInput {
        @Override
        public String key() {
            return "batch:" + flow;
        }

        @Override
        public boolean streaming() {
            return false;
        }
    }
}
