package dev.tidewheel.engine.flow;

import dev.tidewheel.engine.graph.PlanBinding;
import dev.tidewheel.engine.source.Backlog;
import dev.tidewheel.engine.source.StreamSource;
import dev.tidewheel.engine.spark.PlanRewrite;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Range;
import org.apache.spark.sql.classic.Dataset$;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.connector.read.streaming.SupportsTriggerAvailableNow;
import org.apache.spark.sql.execution.LogicalRDD;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.execution.streaming.Offset;
import org.apache.spark.sql.execution.streaming.Source;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.Option;

/** A source of ours inside Structured Streaming, for flows that need its state. Used by the thread of the query. */
final class SourceAdapter implements Source, SupportsTriggerAvailableNow {

    /** A position as Spark's offset log keeps it. */
    static final class Position extends Offset {
        private final String json;

        Position(String json) {
            this.json = json;
        }

        @Override
        public String json() {
            return json;
        }
    }

    private final SparkSession session;
    private final StreamSource source;
    private final String key;
    private final List<AttributeReference> columns;
    private @Nullable Backlog horizon;
    private volatile @Nullable String lastEnd;

    /** @param columns that Spark expects, in this order */
    SourceAdapter(SparkSession session, StreamSource source, String key, List<AttributeReference> columns) {
        this.session = session;
        this.source = source;
        this.key = key;
        this.columns = columns;
    }

    /** Where the last batch that was handed out ended; null before the first. */
    @Nullable
    String lastEnd() {
        return lastEnd;
    }

    String key() {
        return key;
    }

    @Override
    public StructType schema() {
        return source.schema();
    }

    @Override
    public void prepareForTriggerAvailableNow() {
        horizon = null;
    }

    @Override
    public org.apache.spark.sql.connector.read.streaming.@Nullable Offset latestOffset(
            org.apache.spark.sql.connector.read.streaming.@Nullable Offset start, ReadLimit limit) {
        @Nullable String from = start == null ? null : start.json();
        if (horizon == null) {
            horizon = source.look(from);
        }
        Optional<String> end = horizon.isEmpty() ? Optional.empty() : source.advance(from, horizon);
        return end.<Offset>map(Position::new).orElse(from == null ? null : new Position(from));
    }

    @Override
    public Option<Offset> getOffset() {
        throw new IllegalStateException("latestOffset is called instead");
    }

    @Override
    public Dataset<Row> getBatch(Option<Offset> start, Offset end) {
        @Nullable String from = start.isEmpty() ? null : start.get().json();
        lastEnd = end.json();
        // Spark takes the columns by their places, but a table keeps its own order, whatever its definition says.
        // It names the columns itself, so that those given here must not be the same ones; _metadata it adds.
        List<AttributeReference> wanted = columns.stream()
                .filter(column -> !PlanBinding.isMetadata(column))
                .map(column -> (AttributeReference) column.newInstance())
                .toList();
        LogicalPlan rows = PlanBinding.fit(session, wanted, source.rows(from, end.json()));
        return Dataset$.MODULE$.ofRows(session, PlanRewrite.up(rows, this::streaming));
    }

    private LogicalPlan streaming(LogicalPlan node) {
        if (node instanceof LogicalRelation leaf) {
            return new LogicalRelation(leaf.relation(), leaf.output(), leaf.catalogTable(), true, leaf.stream());
        }
        if (node instanceof LogicalRDD rows) {
            return new LogicalRDD(
                    rows.output(),
                    rows.rdd(),
                    rows.outputPartitioning(),
                    rows.outputOrdering(),
                    true,
                    rows.stream(),
                    session,
                    Option.empty(),
                    Option.empty());
        }
        if (node instanceof Range range) {
            return new Range(range.start(), range.end(), range.step(), range.numSlices(), range.output(), true);
        }
        if (node instanceof LocalRelation local) {
            return new LocalRelation(local.output(), local.data(), true, local.stream());
        }
        return node;
    }

    @Override
    public void commit(Offset end) {
        source.committed(end.json());
    }

    @Override
    public void stop() {
        source.close();
    }

    @Override
    public String toString() {
        return key;
    }
}
