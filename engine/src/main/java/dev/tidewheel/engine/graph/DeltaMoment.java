package dev.tidewheel.engine.graph;

import dev.tidewheel.engine.frontend.python.connect.PythonRead;
import dev.tidewheel.engine.frontend.python.connect.PythonReader.SparkReader;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** Reads of a Delta table as it was, or of its changes, as options of a read ask for it. Stateless. */
final class DeltaMoment {

    private static final Set<String> OPTIONS = Set.of(
            "versionasof",
            "timestampasof",
            "readchangefeed",
            "readchangedata",
            "startingversion",
            "startingtimestamp",
            "endingversion",
            "endingtimestamp");

    private DeltaMoment() {}

    static boolean isGivenIn(Map<String, String> options) {
        return options.keySet().stream().anyMatch(option -> OPTIONS.contains(option.toLowerCase(Locale.ROOT)));
    }

    /**
     * The plan for a stored table.
     *
     * @param bound what the table stands for as it is now
     * @throws PipelineException if it is one of the pipeline's own
     */
    static LogicalPlan read(LogicalPlan bound, Map<String, String> options, PythonRead read, SparkReader spark) {
        List<LeafInput> inputs = QueryTraits.inputs(bound);
        if (inputs.size() == 1 && inputs.get(0) instanceof LeafInput.DeltaTable table) {
            return spark.load(new PythonRead.Source("delta", List.of(table.path()), "", options, false, read.place()));
        }
        throw new PipelineException(Problem.of(
                        ErrorCode.FEATURE_NOT_SUPPORTED,
                        "a dataset of the pipeline cannot be read as it was at another time, nor its changes")
                .because("all its readers get the rows of this update")
                .remedy("leave out " + String.join(", ", options.keySet()))
                .at(read.place()));
    }
}
