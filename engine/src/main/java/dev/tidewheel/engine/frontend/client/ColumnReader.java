package dev.tidewheel.engine.frontend.client;

import dev.tidewheel.engine.frontend.client.ClientPipelines.Columns;
import dev.tidewheel.engine.frontend.python.connect.ClientErrors;
import dev.tidewheel.engine.frontend.python.connect.PythonRead;
import dev.tidewheel.engine.frontend.python.connect.PythonReader;
import dev.tidewheel.engine.spark.PlanRewrite;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.types.DataTypeUtils;
import org.apache.spark.sql.classic.SparkSession;
import scala.Option;

/**
 * Answers what a query function asks about its inputs before it has given its query: each read has the right columns and
 * no rows. Thread-safe.
 */
final class ColumnReader implements PythonReader {

    private final DeclaredGraph graph;
    private final ClientPipelines pipelines;
    private final SparkSession session;
    private final Map<PythonRead, Columns> known = new HashMap<>();
    private int version = -1;

    /** @param session of the client */
    ColumnReader(DeclaredGraph graph, ClientPipelines pipelines, SparkSession session) {
        this.graph = graph;
        this.pipelines = pipelines;
        this.session = session;
    }

    @Override
    public synchronized LogicalPlan read(PythonRead read, SparkReader spark, boolean executed) {
        // whatever is declared may be what a name was waiting for
        if (version != graph.size()) {
            version = graph.size();
            known.clear();
        }
        Columns columns = known.get(read);
        if (columns == null) {
            columns = columns(new ReadQuery(read, spark, graph.places().scope()));
            known.put(read, columns);
        }
        List<Attribute> attributes = PlanRewrite.toJava(DataTypeUtils.toAttributes(columns.schema())).stream()
                .map(Attribute.class::cast)
                .toList();
        return new LocalRelation(
                PlanRewrite.toScala(attributes), PlanRewrite.toScala(List.of()), columns.streaming(), Option.empty());
    }

    private Columns columns(ReadQuery query) {
        try {
            return pipelines.columns(graph.definitions(session), query);
        } catch (PipelineException e) {
            List<Problem> problems =
                    e.problems().stream().map(ColumnReader::explained).toList();
            throw ClientErrors.thrown(new PipelineException(problems));
        }
    }

    /** The user's code fails at the line that asks, so the place is known without our telling it. */
    private static Problem explained(Problem problem) {
        Problem here = problem.location() == null || problem.location().file().isEmpty() ? problem.at(null) : problem;
        return problem.code() == ErrorCode.DATASET_NOT_FOUND
                ? here.because("a query function asks for columns, and what is declared after it is not known yet")
                        .remedy("declare it in a file that is loaded before, or do not ask for columns here; files are"
                                + " loaded in the order in which the file system lists them")
                : here;
    }
}
