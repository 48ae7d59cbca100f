package dev.tidewheel.engine.quality;

import dev.tidewheel.engine.spark.ColonPaths;
import dev.tidewheel.engine.spark.SparkProblems;
import dev.tidewheel.model.definition.Expectation;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.name.TableName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** Says what is wrong with the expectations of a dataset, each at its own place. Stateless. */
public final class ExpectationCheck {

    private ExpectationCheck() {}

    /** All problems of {@code rules} on {@code rows}; empty if they can be applied. */
    public static List<Problem> check(Dataset<Row> rows, TableName dataset, List<Expectation> rules) {
        List<Problem> problems = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Expectation rule : rules) {
            if (!names.add(rule.name().toLowerCase(Locale.ROOT))) {
                problems.add(Problem.of(
                                ErrorCode.EXPECTATION_INVALID, "the expectation `" + rule.name() + "` is defined twice")
                        .remedy("give each expectation of a dataset a name of its own")
                        .at(rule.location())
                        .in(dataset.toString()));
                continue;
            }
            checkOne(rows, rule).map(problem -> problem.in(dataset.toString())).ifPresent(problems::add);
        }
        return problems;
    }

    private static Optional<Problem> checkOne(Dataset<Row> rows, Expectation rule) {
        try {
            if (hasSubquery(rows, rule)) {
                return Optional.of(Problem.of(
                                ErrorCode.EXPECTATION_INVALID, "the condition of `" + rule.name() + "` has a subquery")
                        .because("an expectation looks at one row, and not at other rows or tables")
                        .remedy("join the other table in the query and write the condition on its columns")
                        .at(rule.condition().location()));
            }
            Column condition = ColonPaths.column(rule.condition().text());
            DataType type = rows.select(condition).schema().fields()[0].dataType();
            if (!type.equals(DataTypes.BooleanType)) {
                return Optional.of(Problem.of(
                                ErrorCode.EXPECTATION_INVALID,
                                "the condition of `" + rule.name() + "` is of type "
                                        + type.sql().toUpperCase(Locale.ROOT) + ", not BOOLEAN")
                        .remedy("write a condition that is true for good rows, such as `id IS NOT NULL`")
                        .at(rule.condition().location()));
            }
            rows.filter(condition);
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of(problem(e, rule));
        } catch (Exception e) {
            // Spark's AnalysisException is checked, but Scala does not declare it.
            return Optional.of(problem(e, rule));
        }
    }

    private static boolean hasSubquery(Dataset<Row> rows, Expectation rule) throws ParseException {
        return ((SparkSession) rows.sparkSession())
                .sessionState()
                .sqlParser()
                .parseExpression(rule.condition().text())
                .exists(part -> part instanceof SubqueryExpression);
    }

    private static Problem problem(Throwable error, Expectation rule) {
        Problem found = SparkProblems.of(error, rule.condition(), ErrorCode.EXPECTATION_INVALID);
        if (error instanceof AnalysisException analysis && "INVALID_WHERE_CONDITION".equals(analysis.getCondition())) {
            return Problem.of(
                            ErrorCode.EXPECTATION_INVALID,
                            "the expectation `" + rule.name() + "` cannot be used: it is not about a single row")
                    .because("aggregate, window and generator functions need more than one row")
                    .remedy("compute the value in a view, and expect something of its rows")
                    .at(rule.condition().location());
        }
        String what = error instanceof AnalysisException ? found.message() : SparkProblems.message(error);
        return new Problem(
                ErrorCode.EXPECTATION_INVALID,
                "the expectation `" + rule.name() + "` cannot be used: " + what,
                found.cause(),
                found.fix(),
                found.location(),
                found.dataset());
    }
}
