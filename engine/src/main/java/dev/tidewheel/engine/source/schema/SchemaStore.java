package dev.tidewheel.engine.source.schema;

import dev.tidewheel.engine.source.document.DocumentFolder;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Where what was found out about a source is kept: files named 0, 1, 2, … in a folder, the highest one counts, none is
 * ever changed. Safe for use by several processes: the first one to store a version wins, and all use that.
 */
public final class SchemaStore {
    private final @Nullable DocumentFolder documents;
    private final String folder;
    private final boolean writable;
    private final boolean anew;

    private SchemaStore(@Nullable DocumentFolder documents, String folder, boolean writable, boolean anew) {
        this.documents = documents;
        this.folder = folder;
        this.writable = writable;
        this.anew = anew;
    }

    /** For runs: what is found out is stored. */
    public static SchemaStore writable(Configuration configuration, String folder) {
        return new SchemaStore(new DocumentFolder(configuration, folder), folder, true, false);
    }

    /** For checks without side effects: what is stored counts, and nothing is stored. */
    public static SchemaStore readOnly(Configuration configuration, String folder) {
        return new SchemaStore(new DocumentFolder(configuration, folder), folder, false, false);
    }

    /** For batches: what is in the files now counts. */
    public static SchemaStore none() {
        return new SchemaStore(null, "", false, false);
    }

    /** The same place for a reader that begins anew: what is stored does not count, what is found out is stored. */
    public SchemaStore anew() {
        return new SchemaStore(documents, folder, writable, true);
    }

    /** Where it is kept; empty for batches. */
    public String folder() {
        return folder;
    }

    boolean isForBatches() {
        return documents == null;
    }

    /** What is stored, in its newest version; empty if it does not count. */
    Optional<InferredSchema> latest() {
        return anew ? Optional.empty() : newest();
    }

    /** What is stored, in its newest version, whether or not it counts; empty if nothing is. */
    Optional<InferredSchema> newest() {
        if (documents == null) {
            return Optional.empty();
        }
        return latestVersion().map(version -> read(documents, version));
    }

    /** Stores a new version, if the store may be written. Returns what counts from now on. */
    InferredSchema store(InferredSchema inferred) {
        if (documents == null || !writable || newest().filter(inferred::equals).isPresent()) {
            return inferred;
        }
        int next = latestVersion().map(version -> version + 1).orElse(0);
        if (documents.writeIfAbsent(String.valueOf(next), inferred.toJson())) {
            return inferred;
        }
        return read(documents, next);
    }

    private Optional<Integer> latestVersion() {
        if (documents == null) {
            return Optional.empty();
        }
        OptionalLong last = documents.lastNumber();
        return last.isPresent() ? Optional.of((int) last.getAsLong()) : Optional.empty();
    }

    private InferredSchema read(DocumentFolder from, int version) {
        String json = from.read(String.valueOf(version))
                .orElseThrow(() -> damaged(version, new IllegalStateException("it is not there any more")));
        try {
            return InferredSchema.fromJson(json);
        } catch (IllegalArgumentException e) {
            throw damaged(version, e);
        }
    }

    private PipelineException damaged(int version, RuntimeException cause) {
        return new PipelineException(
                Problem.of(
                                ErrorCode.SOURCE_CHANGED,
                                "The stored schema `" + folder + "/" + version + "` cannot be used")
                        .because(String.valueOf(cause.getMessage()))
                        .remedy("Restore the file, or run a full refresh of the table"),
                cause);
    }
}
