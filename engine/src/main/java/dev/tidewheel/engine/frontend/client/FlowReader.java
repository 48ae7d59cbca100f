package dev.tidewheel.engine.frontend.client;

import dev.tidewheel.engine.frontend.python.RelationQuery;
import dev.tidewheel.engine.frontend.python.connect.RelationPlanner;
import dev.tidewheel.model.definition.FlowDefinition;
import dev.tidewheel.model.definition.FlowKind;
import dev.tidewheel.model.definition.FlowKind.ColumnSelection;
import dev.tidewheel.model.definition.Query;
import dev.tidewheel.model.definition.SqlQuery;
import dev.tidewheel.model.definition.ViewDefinition;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SourceLocation;
import dev.tidewheel.model.text.SqlFragment;
import java.util.List;
import java.util.Map;
import org.apache.spark.connect.proto.Expression;
import org.apache.spark.connect.proto.PipelineCommand.DefineFlow;
import org.apache.spark.connect.proto.PipelineCommand.DefineFlow.AutoCdcFlowDetails;
import org.apache.spark.connect.proto.PipelineCommand.DefineOutput;
import org.apache.spark.connect.proto.Relation;
import org.apache.spark.sql.classic.SparkSession;
import org.jspecify.annotations.Nullable;

/** Reads flows and views as Spark's client defines them. Stateless. */
final class FlowReader {

    private final Places places;
    private final RelationPlanner planner;
    private final SparkSession session;

    /** @param session in which expressions are read */
    FlowReader(Places places, RelationPlanner planner, SparkSession session) {
        this.places = places;
        this.planner = planner;
        this.session = session;
    }

    ViewDefinition view(DefineOutput view, DeclaredFlow flow) {
        SourceLocation place = places.of(view);
        return new ViewDefinition(
                places.name(view.getOutputName(), place),
                false,
                List.of(),
                view.getComment().isEmpty() ? null : view.getComment(),
                Map.of(),
                query(flow),
                List.of(),
                flow.message().getSqlConfMap(),
                place);
    }

    /** @param whole true if each run computes all rows of the target */
    FlowDefinition flow(DeclaredFlow flow, boolean whole) {
        DefineFlow message = flow.message();
        SourceLocation place = places.of(message);
        return new FlowDefinition(
                places.name(message.getFlowName(), place),
                places.name(message.getTargetDatasetName(), place),
                kind(message, whole),
                query(flow),
                null,
                message.getSqlConfMap(),
                message.getFlowName().equals(message.getTargetDatasetName()) && !message.hasAutoCdcFlowDetails(),
                place);
    }

    private FlowKind kind(DefineFlow flow, boolean whole) {
        if (flow.hasAutoCdcFlowDetails()) {
            return changes(flow, flow.getAutoCdcFlowDetails());
        }
        if (whole) {
            return new FlowKind.Refresh();
        }
        return flow.getOnce() ? new FlowKind.Once() : new FlowKind.Append();
    }

    private Query query(DeclaredFlow flow) {
        DefineFlow message = flow.message();
        @Nullable Relation relation = flow.relation();
        if (relation == null) {
            SqlFragment source =
                    places.fragment(message, message.getAutoCdcFlowDetails().getSource());
            String read = message.getOnce() ? "SELECT * FROM " : "SELECT * FROM STREAM ";
            return new SqlQuery(source.prefixed(read), places.scope(), Map.of());
        }
        return query(message, relation);
    }

    RelationQuery query(DefineFlow flow, Relation relation) {
        return new ClientQuery(
                planner,
                relation,
                places.sources(),
                places.scope(),
                places.of(flow),
                places.fragment(flow, ""),
                flow.getSourceCodeLocation().getFileName());
    }

    private FlowKind changes(DefineFlow flow, AutoCdcFlowDetails details) {
        if (!details.hasSource() || !details.hasSequenceBy() || details.getKeysCount() == 0) {
            throw new PipelineException(Problem.of(
                            ErrorCode.PYTHON_DEFINITION_INVALID,
                            "the flow `" + flow.getFlowName() + "` needs source, keys and sequence_by")
                    .at(places.of(flow)));
        }
        boolean nulls = details.getIgnoreNullUpdatesColumnListCount() > 0
                || details.getIgnoreNullUpdatesExceptColumnListCount() > 0;
        return new FlowKind.AutoCdc(
                flow.getOnce(),
                details.getKeysList().stream().map(key -> expression(flow, key)).toList(),
                nulls
                        ? selection(
                                details.getIgnoreNullUpdatesColumnListList(),
                                details.getIgnoreNullUpdatesExceptColumnListList())
                        : null,
                details.hasApplyAsDeletes() ? expression(flow, details.getApplyAsDeletes()) : null,
                details.hasApplyAsTruncates() ? expression(flow, details.getApplyAsTruncates()) : null,
                expression(flow, details.getSequenceBy()),
                null,
                selection(details.getColumnListList(), details.getExceptColumnListList()),
                FlowKind.ScdType.TYPE_1,
                ColumnSelection.ALL,
                null);
    }

    private ColumnSelection selection(List<Expression> columns, List<Expression> except) {
        if (!columns.isEmpty()) {
            return new ColumnSelection(false, columns.stream().map(this::sql).toList());
        }
        return new ColumnSelection(true, except.stream().map(this::sql).toList());
    }

    private SqlFragment expression(DefineFlow flow, Expression expression) {
        return places.fragment(flow, sql(expression));
    }

    private String sql(Expression expression) {
        return planner.sql(session, expression.toByteArray());
    }
}
