package dev.tidewheel.engine.graph;

import static org.apache.spark.sql.functions.expr;

import dev.tidewheel.engine.spark.SparkProblems;
import dev.tidewheel.model.definition.ColumnDefinition;
import dev.tidewheel.model.definition.TableDefinition;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SqlFragment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.Dataset$;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Checks the expressions of generated columns, which Delta would do only when the table is written. Stateless. */
final class ColumnExpressions {

    private ColumnExpressions() {}

    /** @throws PipelineException with all expressions that do not fit the columns that are not generated */
    static void check(TableDefinition table, StructType declared, SparkSession session) {
        Map<String, StructField> fields = new HashMap<>();
        for (StructField field : declared.fields()) {
            fields.put(field.name(), field);
        }
        List<SqlFragment> generated = new ArrayList<>();
        StructType given = new StructType();
        for (ColumnDefinition column : table.specification().columns()) {
            if (column.generatedAs() != null) {
                generated.add(column.generatedAs());
            } else {
                given = given.add(java.util.Objects.requireNonNull(fields.get(column.name())));
            }
        }
        if (generated.isEmpty()) {
            return;
        }
        Dataset<Row> rows = Dataset$.MODULE$.ofRows(
                session, VirtualRelation.leaf(new LeafInput.MicroBatch(table.name()), given, session));
        List<Problem> problems = new ArrayList<>();
        for (SqlFragment expression : generated) {
            try {
                rows.select(expr(expression.text()));
            } catch (Exception e) {
                problems.add(SparkProblems.of(e, expression, ErrorCode.QUERY_INVALID)
                        .in(table.name().toString()));
            }
        }
        if (!problems.isEmpty()) {
            throw new PipelineException(problems);
        }
    }
}
