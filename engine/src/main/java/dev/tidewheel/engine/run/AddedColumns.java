package dev.tidewheel.engine.run;

import dev.tidewheel.engine.graph.LeafInput;
import dev.tidewheel.engine.graph.ResolvedFlow;
import dev.tidewheel.engine.source.format.NewColumnsException;
import dev.tidewheel.engine.source.schema.FileSchema;
import dev.tidewheel.model.error.PipelineException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.StructField;

/**
 * Columns that a stream of files has met and that its source has from now on.
 *
 * @param source path of the source
 * @param folder where the versions of its schema are kept
 * @param columns at least one
 */
public record AddedColumns(String source, String folder, List<StructField> columns) {

    public AddedColumns {
        columns = List.copyOf(columns);
    }

    /**
     * Adds the columns because of which a flow could not go on.
     *
     * @return empty if it failed for another reason
     * @throws PipelineException SOURCE_CHANGED if the user does not want new columns
     */
    static Optional<AddedColumns> forFailure(ResolvedFlow flow, Throwable failure) {
        Optional<NewColumnsException> found = NewColumnsException.behind(failure);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        for (LeafInput input : flow.inputs()) {
            if (input instanceof LeafInput.Files files) {
                FileSchema.Evolution evolution = files.schema().evolution();
                if (evolution != null && evolution.source().equals(found.get().source())) {
                    List<StructField> columns = files.source().addColumns(files.schema(), found.get());
                    return columns.isEmpty()
                            ? Optional.empty()
                            : Optional.of(new AddedColumns(
                                    files.source().path(), evolution.store().folder(), columns));
                }
            }
        }
        return Optional.empty();
    }

    /** The columns in words. */
    public String describe() {
        return columns.stream()
                .map(column -> "`" + column.name() + "` " + column.dataType().sql())
                .collect(Collectors.joining(", "));
    }
}
