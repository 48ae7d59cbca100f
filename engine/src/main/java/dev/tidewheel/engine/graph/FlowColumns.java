package dev.tidewheel.engine.graph;

import dev.tidewheel.model.definition.TableDefinition;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns of a table that declares none: those of its flows, with types that hold what all of them give. Stateless. */
final class FlowColumns {

    private FlowColumns() {}

    /** A column, and the flow that has determined its type. */
    private record Column(StructField field, ResolvedFlow flow, DataType given) {}

    /**
     * The columns in the order of {@code flows}.
     *
     * @param flows in the order of their definitions
     * @throws PipelineException SCHEMA_MISMATCH if two flows give a column with types that have no common one
     */
    static StructType of(TableDefinition table, List<ResolvedFlow> flows) {
        Map<String, Column> columns = new LinkedHashMap<>();
        List<Problem> problems = new ArrayList<>();
        for (ResolvedFlow flow : flows) {
            for (StructField field : flow.schema().fields()) {
                String key = field.name().toLowerCase(Locale.ROOT);
                Column known = columns.get(key);
                if (known == null) {
                    columns.put(key, new Column(field, flow, field.dataType()));
                    continue;
                }
                DataType before = known.field().dataType();
                Optional<DataType> common = CommonTypes.of(before, field.dataType());
                if (common.isEmpty()) {
                    problems.add(mismatch(table, known, field, flow));
                } else if (!common.get().equals(before)) {
                    StructField wider = new StructField(
                            known.field().name(),
                            common.get(),
                            true,
                            known.field().metadata());
                    columns.put(key, new Column(wider, flow, field.dataType()));
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new PipelineException(problems);
        }
        return new StructType(columns.values().stream().map(Column::field).toArray(StructField[]::new));
    }

    private static Problem mismatch(TableDefinition table, Column known, StructField field, ResolvedFlow flow) {
        String name = table.name().name();
        return Problem.of(
                        ErrorCode.SCHEMA_MISMATCH,
                        "column `" + known.field().name() + "` of `" + name + "` is "
                                + field.dataType().sql() + " in the flow `"
                                + flow.name().name() + "` but " + known.given().sql() + " in the flow `"
                                + known.flow().name().name() + "`")
                .because("no type holds the values of both without loss")
                .remedy("cast it in one of them, or declare the columns of `" + name + "`")
                .at(flow.definition().query().location())
                .in(table.name().toString());
    }
}
