package dev.tidewheel.cli.engine;

import dev.tidewheel.cli.EngineCommands.QueryRows;
import dev.tidewheel.engine.PipelineEngine;
import dev.tidewheel.engine.PipelineSavepoints;
import dev.tidewheel.engine.savepoint.Retention;
import dev.tidewheel.engine.savepoint.SavedTable;
import dev.tidewheel.engine.savepoint.Savepoint;
import dev.tidewheel.engine.savepoint.SavepointRestore;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** Savepoints, as the command line shows them. Stateless. */
final class SavepointCommands {

    private SavepointCommands() {}

    // not a constant: reading it starts a good part of Spark, which --help does not need
    private static StructType columns() {
        return StructType.fromDDL(
                "name STRING, created TIMESTAMP, expires TIMESTAMP, tables STRING, rows BIGINT, reason STRING");
    }

    static QueryRows list(PipelineEngine engine) {
        PipelineSavepoints savepoints = engine.savepoints();
        Duration retention = savepoints.retention();
        List<Row> rows = savepoints.list().stream()
                .map(savepoint -> RowFactory.create(
                        savepoint.name(),
                        Timestamp.from(savepoint.created()),
                        Timestamp.from(savepoint.created().plus(retention)),
                        tables(engine, savepoint),
                        savepoint.tables().stream()
                                .mapToLong(SavedTable::rows)
                                .reduce(0, (sum, more) -> sum < 0 || more < 0 ? -1 : sum + more),
                        savepoint.reason()))
                .toList();
        return new QueryRows(columns(), rows.iterator());
    }

    static String create(PipelineEngine engine, String name, List<String> tables) {
        Savepoint made = engine.savepoints().create(name, tables);
        return "Savepoint " + made.name() + " of " + tables(engine, made) + "\n";
    }

    static String expire(PipelineEngine engine, List<String> names, String age) {
        PipelineSavepoints savepoints = engine.savepoints();
        List<Savepoint> removed =
                savepoints.expire(names, age.isEmpty() ? savepoints.retention() : Retention.parse(age));
        return removed.isEmpty()
                ? "Nothing to remove.\n"
                : "Removed " + removed.stream().map(Savepoint::name).collect(Collectors.joining(", ")) + "\n";
    }

    static String restore(PipelineEngine engine, String name, List<String> tables) {
        PipelineSavepoints.Outcome outcome = engine.savepoints().restore(name, tables);
        StringBuilder out = new StringBuilder();
        for (SavepointRestore.Restored table : outcome.tables()) {
            out.append(engine.settings().defaultScope().shorten(table.table().name()))
                    .append("  is as in version ")
                    .append(table.table().version())
                    .append(" again")
                    .append(table.table().rows() < 0 ? "" : ", " + table.table().rows() + " rows")
                    .append('\n');
        }
        outcome.readers().forEach(reader -> out.append(reader).append('\n'));
        out.append("`tidewheel restore ")
                .append(outcome.before())
                .append("` undoes this; the next update goes on from here\n");
        return out.toString();
    }

    private static String tables(PipelineEngine engine, Savepoint savepoint) {
        return savepoint.tables().stream()
                .map(table -> engine.settings().defaultScope().shorten(table.name()))
                .collect(Collectors.joining(", "));
    }
}
