package dev.tidewheel.engine.graph;

import dev.tidewheel.api.FlowContext;
import dev.tidewheel.engine.frontend.java.FunctionQuery;
import dev.tidewheel.engine.frontend.python.RelationQuery;
import dev.tidewheel.engine.spark.SparkProblems;
import dev.tidewheel.model.definition.Query;
import dev.tidewheel.model.definition.SqlQuery;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SqlFragment;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.analysis.CTESubstitution$;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.Dataset$;
import org.apache.spark.sql.classic.SparkSession;

/** Analyses queries of every language against the inputs that a {@link NameBinding} gives. Safe for several threads. */
final class QueryAnalyzer {

    private final SparkSession session;
    private final SqlQueryBinder binder;
    private final Map<String, String> configuration;
    private final BinaryOperator<String> secrets;
    private final UnaryOperator<String> paths;

    /**
     * @param configuration of the pipeline, for query functions that ask for it
     * @param paths turns a path as the user wrote it into one that can be opened
     */
    QueryAnalyzer(
            SparkSession session,
            Map<String, String> configuration,
            BinaryOperator<String> secrets,
            UnaryOperator<String> paths) {
        this.session = session;
        this.binder = new SqlQueryBinder(session);
        this.configuration = configuration;
        this.secrets = secrets;
        this.paths = paths;
    }

    /**
     * The analysed query.
     *
     * @throws DatasetNotReady if an input is not resolved yet
     * @throws PipelineException with the places of everything that is wrong
     */
    Dataset<Row> analyze(Query query, NameBinding names) {
        if (query instanceof SqlQuery sql) {
            return analyzeSql(sql, names);
        }
        if (query instanceof FunctionQuery function) {
            return call(function, names);
        }
        if (query instanceof RelationQuery python) {
            return evaluate(python, names);
        }
        throw new IllegalArgumentException("unknown kind of query: " + query.getClass());
    }

    /** What the columns of a published text are called, as long as nobody names them. */
    List<String> columns(String published, SqlQuery query, NameBinding names) {
        SqlQuery text =
                new SqlQuery(SqlFragment.detached(published, query.location().file()), query.scope(), Map.of());
        return List.of(analyzeSql(text, names).columns());
    }

    /** The text of a query for readers outside the pipeline. */
    String publish(SqlQuery query, LogicalPlan analyzed, QueryNames names) {
        return PublishedText.of(
                query, binder.parseOnly(query), analyzed, (parts, origin) -> names.published(parts, query, origin));
    }

    /** The text of a view as a plan whose names are bound. */
    LogicalPlan inline(SqlQuery query, NameBinding names) {
        return binder.bind(binder.parse(query), query, names);
    }

    private Dataset<Row> analyzeSql(SqlQuery query, NameBinding names) {
        LogicalPlan bound = binder.bind(binder.parse(query), query, names);
        try {
            return rows(bound);
        } catch (RuntimeException e) {
            throw new PipelineException(SparkProblems.of(e, query.sql(), ErrorCode.QUERY_INVALID), e);
        } catch (Exception e) {
            // Spark's AnalysisException is checked, but Scala does not declare it.
            throw new PipelineException(SparkProblems.of(e, query.sql(), ErrorCode.QUERY_INVALID), e);
        }
    }

    private Dataset<Row> call(FunctionQuery query, NameBinding names) {
        FlowContext context = new BoundFlowContext(
                session, names, query, configuration, secrets, this::rows, sql -> analyzeSql(sql, names));
        try {
            return query.function().apply(context);
        } catch (DatasetNotReady | PipelineException e) {
            throw e instanceof PipelineException known ? known.locatedAt(query.location()) : e;
        } catch (RuntimeException e) {
            throw failed(query, e);
        } catch (Exception e) {
            throw failed(query, e);
        }
    }

    private Dataset<Row> evaluate(RelationQuery query, NameBinding names) {
        BoundPythonReader reader = new BoundPythonReader(names, query.scope(), this::inline, paths);
        try {
            // what came as Spark's own relations, as queries with arguments do, still has names
            LogicalPlan plan = binder.bind(
                    CTESubstitution$.MODULE$.apply(query.plan(session, reader)),
                    new SqlQuery(query.anchor(), query.scope(), Map.of()),
                    names);
            Dataset<Row> rows = rows(plan);
            LogicalPlan analyzed = ((org.apache.spark.sql.classic.Dataset<Row>) rows)
                    .queryExecution()
                    .analyzed();
            LogicalPlan prepared = query.prepared(analyzed);
            return prepared == analyzed ? rows : rows(prepared);
        } catch (DatasetNotReady | PipelineException e) {
            throw e instanceof PipelineException known ? known.locatedAt(query.location()) : e;
        } catch (RuntimeException e) {
            throw new PipelineException(PythonProblems.of(e, query, reader.texts()), e);
        } catch (Exception e) {
            // Spark's AnalysisException is checked, but Scala does not declare it.
            throw new PipelineException(PythonProblems.of(e, query, reader.texts()), e);
        }
    }

    private static PipelineException failed(FunctionQuery query, Exception error) {
        return new PipelineException(
                Problem.of(ErrorCode.QUERY_INVALID, SparkProblems.message(error))
                        .at(query.location()),
                error);
    }

    private Dataset<Row> rows(LogicalPlan plan) {
        return Dataset$.MODULE$.ofRows(session, plan);
    }
}
