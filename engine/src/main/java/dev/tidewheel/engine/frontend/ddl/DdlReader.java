package dev.tidewheel.engine.frontend.ddl;

import dev.tidewheel.engine.spark.PlanRewrite;
import dev.tidewheel.engine.spark.SparkProblems;
import dev.tidewheel.model.definition.ColumnDefinition;
import dev.tidewheel.model.definition.KeyConstraint;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SourceLocation;
import dev.tidewheel.model.text.SqlFragment;
import dev.tidewheel.model.text.SqlFragment.Anchor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.QueryContext;
import org.apache.spark.sql.catalyst.expressions.ForeignKeyConstraint;
import org.apache.spark.sql.catalyst.expressions.PrimaryKeyConstraint;
import org.apache.spark.sql.catalyst.expressions.TableConstraint;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser$;
import org.apache.spark.sql.catalyst.plans.logical.CreateTable;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedTableSpec;
import org.apache.spark.sql.catalyst.trees.TreeNode;
import org.apache.spark.sql.connector.catalog.IdentityColumnSpec;
import org.jspecify.annotations.Nullable;
import scala.Option;

/** Reads a list of columns with Spark's own parser, inside of a statement that surrounds it. Used once. */
final class DdlReader {
    private static final String BEFORE = "CREATE TABLE t (";
    private static final String AFTER = "\n)";

    private final SqlFragment ddl;
    private final SqlFragment statement;

    DdlReader(SqlFragment ddl) {
        this.ddl = ddl;
        List<Anchor> anchors = new ArrayList<>();
        anchors.add(new Anchor(0, ddl.anchors().get(0).sourceOffset(), false));
        for (Anchor anchor : ddl.anchors()) {
            anchors.add(new Anchor(anchor.offset() + BEFORE.length(), anchor.sourceOffset(), anchor.verbatim()));
        }
        this.statement = new SqlFragment(BEFORE + ddl.text() + AFTER, ddl.source(), anchors);
    }

    SchemaColumns read() {
        CreateTable table = parse();
        List<Problem> problems = new ArrayList<>();
        List<ColumnDefinition> columns = new ArrayList<>();
        PlanRewrite.toJava(table.columns()).forEach(column -> columns.add(column(column)));
        List<KeyConstraint> keys = new ArrayList<>();
        if (table.tableSpec() instanceof UnresolvedTableSpec specification) {
            PlanRewrite.toJava(specification.constraints()).forEach(constraint -> key(constraint, keys, problems));
        }
        if (!problems.isEmpty()) {
            throw new PipelineException(problems);
        }
        return new SchemaColumns(columns, keys);
    }

    private CreateTable parse() {
        try {
            LogicalPlan plan = CatalystSqlParser$.MODULE$.parsePlan(statement.text());
            if (plan instanceof CreateTable table) {
                return table;
            }
            throw new PipelineException(Problem.of(ErrorCode.SQL_SYNTAX, "this is not a list of columns")
                    .remedy("write columns as in \"id BIGINT NOT NULL, amount DECIMAL(12,2)\"")
                    .at(ddl.location()));
        } catch (PipelineException e) {
            throw e;
        } catch (Exception e) {
            // Spark's ParseException is checked, but Scala does not declare it.
            Problem problem = SparkProblems.of(e, statement, ErrorCode.SQL_SYNTAX);
            if (!problem.message().contains("'MASK'")) {
                throw new PipelineException(problem, e);
            }
            throw new PipelineException(
                    Problem.of(ErrorCode.FEATURE_NOT_SUPPORTED, "the MASK of a column cannot be kept")
                            .because("whoever reads the table's files sees all that is in them")
                            .remedy("remove MASK, and mask the values in the query")
                            .at(problem.location() == null ? ddl.location() : problem.location()),
                    e);
        }
    }

    private ColumnDefinition column(org.apache.spark.sql.catalyst.plans.logical.ColumnDefinition column) {
        QueryContext context = column.origin().context();
        int start = context.startIndex();
        SourceLocation location = statement.locate(start, start + column.name().length());
        SqlFragment type = at(column.dataType().sql(), start, context);
        return new ColumnDefinition(
                column.name(),
                type,
                column.nullable(),
                orNull(column.comment()),
                column.generationExpression().isEmpty()
                        ? null
                        : at(column.generationExpression().get(), start, context),
                orNull(column.identityColumnSpec().map(DdlReader::identity)),
                column.defaultValue().isEmpty()
                        ? null
                        : at(column.defaultValue().get().originalSQL(), start, context),
                null,
                location);
    }

    /** A part of the column's text; at the start of the column if it is written differently there. */
    private SqlFragment at(String text, int start, QueryContext context) {
        int found = statement.text().indexOf(text, start);
        boolean inside = found >= 0 && found + text.length() <= context.stopIndex() + 1;
        SourceLocation place = statement.locate(inside ? found : start, (inside ? found : start) + 1);
        int offset = statement.source().lineStart(place.line()) + place.column() - 1;
        boolean verbatim = inside && statement.source().content().startsWith(text, offset);
        return new SqlFragment(text, statement.source(), List.of(new Anchor(0, offset, verbatim)));
    }

    private static ColumnDefinition.Identity identity(IdentityColumnSpec identity) {
        return new ColumnDefinition.Identity(
                !identity.isAllowExplicitInsert(), identity.getStart(), identity.getStep());
    }

    private void key(TableConstraint constraint, List<KeyConstraint> keys, List<Problem> problems) {
        SourceLocation location = constraint instanceof TreeNode<?> node
                ? dev.tidewheel.engine.spark.SqlPositions.of(node, statement)
                : ddl.location();
        if (constraint instanceof PrimaryKeyConstraint primary) {
            keys.add(new KeyConstraint(
                    primary.userProvidedName(), PlanRewrite.toJava(primary.columns()), null, List.of(), location));
        } else if (constraint instanceof ForeignKeyConstraint foreign) {
            keys.add(new KeyConstraint(
                    foreign.userProvidedName(),
                    PlanRewrite.toJava(foreign.childColumns()),
                    PlanRewrite.toJava(foreign.parentTableId()).stream()
                            .map(part -> part.matches("\\w+") ? part : "`" + part.replace("`", "``") + "`")
                            .collect(Collectors.joining(".")),
                    PlanRewrite.toJava(foreign.parentColumns()),
                    location));
        } else {
            problems.add(Problem.of(ErrorCode.FEATURE_NOT_SUPPORTED, "only primary and foreign keys can be declared")
                    .remedy("use expectOrFail for a condition on rows")
                    .at(location));
        }
    }

    private static <T> @Nullable T orNull(Option<T> option) {
        return option.isEmpty() ? null : option.get();
    }
}
