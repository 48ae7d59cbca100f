package dev.tidewheel.engine.flow;

import dev.tidewheel.engine.graph.LeafInput;
import dev.tidewheel.engine.graph.PlanBinding;
import dev.tidewheel.engine.lake.Lake;
import dev.tidewheel.engine.lake.TableSnapshot;
import dev.tidewheel.engine.plan.InputAccess;
import dev.tidewheel.engine.plan.InputVersions;
import dev.tidewheel.engine.source.listing.FileSnapshot;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.Dataset$;
import org.apache.spark.sql.classic.SparkSession;

/** Rows of inputs that are read whole. Thread-safe. */
final class BatchInputs {

    private final Lake lake;
    private final InputAccess inputs;

    BatchInputs(Lake lake, InputAccess inputs) {
        this.lake = lake;
        this.inputs = inputs;
    }

    /** Reads each input once, at one version, and remembers which. */
    final class Pinned implements Function<LeafInput, LogicalPlan> {
        private final Map<String, String> versions = new LinkedHashMap<>();
        private final Map<String, LogicalPlan> plans = new LinkedHashMap<>();

        @Override
        public LogicalPlan apply(LeafInput input) {
            return plans.computeIfAbsent(input.key(), key -> read(input));
        }

        /** The versions that were read, by key of the input. */
        Map<String, String> versions() {
            return versions;
        }

        private LogicalPlan read(LeafInput input) {
            if (input instanceof LeafInput.Files files) {
                FileSnapshot listed = files.source().list();
                versions.put(input.key(), listed.fingerprint());
                return files.source().batch(files.schema(), listed);
            }
            TableSnapshot snapshot = inputs.snapshot(input)
                    .orElseThrow(() -> new PipelineException(
                            Problem.of(ErrorCode.DATASET_NOT_FOUND, "the table `" + input.key() + "` has no data yet")
                                    .because("it was not selected in this update and never computed before")
                                    .remedy("refresh it together with its readers")));
            versions.put(input.key(), InputVersions.of(snapshot));
            return lake.scan(snapshot);
        }
    }

    Pinned pin() {
        return new Pinned();
    }

    static Dataset<Row> rows(SparkSession session, LogicalPlan plan, Function<LeafInput, LogicalPlan> rows) {
        return Dataset$.MODULE$.ofRows(session, PlanBinding.bind(session, plan, rows));
    }
}
