package dev.tidewheel.engine.frontend.ddl;

import dev.tidewheel.model.definition.TableSpecification.Clustering;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.name.TableName;
import dev.tidewheel.model.text.SourceLocation;
import java.util.List;

/** What can be wrong with the layout that a program asks for. Stateless. */
public final class Layouts {

    private Layouts() {}

    /** @throws PipelineException if a table is both partitioned and clustered */
    public static void check(TableName table, List<String> partitions, Clustering clustering, SourceLocation place) {
        if (!partitions.isEmpty() && !clustering.equals(Clustering.NONE)) {
            throw new PipelineException(Problem.of(
                            ErrorCode.PYTHON_DEFINITION_INVALID,
                            "the table `" + table.name() + "` is both partitioned and clustered")
                    .remedy("keep one of the two; clustering suits most tables")
                    .at(place)
                    .in(table.toString()));
        }
    }
}
