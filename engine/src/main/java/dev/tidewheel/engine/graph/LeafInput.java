package dev.tidewheel.engine.graph;

import dev.tidewheel.engine.source.connector.ConnectedSource;
import dev.tidewheel.engine.source.file.FileSource;
import dev.tidewheel.engine.source.schema.FileSchema;
import dev.tidewheel.model.name.TableName;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.types.StructType;

/** Where the rows of a leaf of a query come from. */
public sealed interface LeafInput {

    /** Identity of the input within a flow: the key of its progress, stable over restarts and unrelated edits. */
    String key();

    /** What people call it. */
    default String label() {
        return key();
    }

    /** True if the rows are read as a stream: each once. */
    boolean streaming();

    /** A table of the same pipeline. */
    record PipelineTable(TableName name, boolean streaming, Map<String, String> options) implements LeafInput {
        public PipelineTable {
            options = Map.copyOf(options);
        }

        @Override
        public String key() {
            return name.toString().toLowerCase(Locale.ROOT);
        }

        @Override
        public String label() {
            return name.toString();
        }
    }

    /**
     * A Delta table that the pipeline does not define.
     *
     * @param path in its one spelling, as snapshots give it
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

    /** Files of a folder or glob, read with a schema that was found out when the query was analysed. */
    record Files(FileSource source, FileSchema schema, boolean streaming) implements LeafInput {
        @Override
        public String key() {
            return key(source, streaming);
        }

        @Override
        public String label() {
            return "files:" + source.path();
        }

        /**
         * The key of an input that reads {@code source}. A stream keeps its progress when options change that do not
         * say which files there are.
         */
        public static String key(FileSource source, boolean streaming) {
            return "files:" + oneSpelling(source.path()) + (streaming ? source.selection() : source.allOptions());
        }

        /** A slash more or less, or the scheme of local paths, make no other folder. */
        private static String oneSpelling(String path) {
            String plain = path.replaceFirst("^file:(//)?(?=/)", "").replaceAll("(?<!:)/+", "/");
            return plain.length() > 1 && plain.endsWith("/") ? plain.substring(0, plain.length() - 1) : plain;
        }
    }

    /** What a connector reads. */
    record Connected(ConnectedSource source, StructType schema, boolean streaming) implements LeafInput {
        @Override
        public String key() {
            return source.key();
        }

        @Override
        public String label() {
            return source.label();
        }
    }

    /** True for tables of Delta, which have versions and may not exist yet. */
    default boolean isTable() {
        return this instanceof PipelineTable || this instanceof DeltaTable;
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
