package dev.tidewheel.engine.flow;

import dev.tidewheel.engine.graph.LeafInput;
import dev.tidewheel.engine.graph.PlanBinding;
import dev.tidewheel.engine.graph.ResolvedFlow;
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
        private final Map<String, Long> sizes = new LinkedHashMap<>();

        @Override
        public LogicalPlan apply(LeafInput input) {
            LogicalPlan known = plans.get(input.key());
            if (known == null) {
                known = read(input);
                plans.put(input.key(), known);
            }
            return known;
        }

        /** Size of all inputs of a flow that are read whole, -1 if one of them does not say. */
        long bytes(ResolvedFlow flow) {
            long total = 0;
            for (LeafInput input : flow.inputs()) {
                if (!input.streaming()) {
                    apply(input);
                    total = sum(total, sizes.getOrDefault(input.key(), -1L));
                }
            }
            return flow.knowsSources() ? total : -1;
        }

        /** The versions that were read, by key of the input. */
        Map<String, String> versions() {
            return versions;
        }

        private LogicalPlan read(LeafInput input) {
            if (input instanceof LeafInput.Files files) {
                FileSnapshot listed = files.source().list();
                versions.put(input.key(), listed.fingerprint());
                sizes.put(input.key(), listed.bytes());
                return files.source().batch(files.schema(), listed);
            }
            if (input instanceof LeafInput.Connected connected) {
                versions.put(input.key(), InputVersions.of(connected.source()));
                return connected.source().batch();
            }
            TableSnapshot snapshot = inputs.snapshot(input)
                    .orElseThrow(() -> new PipelineException(
                            Problem.of(ErrorCode.DATASET_NOT_FOUND, "the table `" + input.label() + "` has no data yet")
                                    .because("it was not selected in this update and never computed before")
                                    .remedy("refresh it together with its readers")));
            versions.put(input.key(), InputVersions.of(snapshot));
            sizes.put(input.key(), lake.statistics(snapshot).bytes());
            return lake.scan(snapshot);
        }
    }

    /** The sum of two sizes; unknown (-1) if one of them is. */
    static long sum(long one, long other) {
        return one < 0 || other < 0 ? -1 : one + other;
    }

    Pinned pin() {
        return new Pinned();
    }

    static Dataset<Row> rows(SparkSession session, LogicalPlan plan, Function<LeafInput, LogicalPlan> rows) {
        return Dataset$.MODULE$.ofRows(session, PlanBinding.bind(session, plan, rows));
    }
}
