package dev.tidewheel.connector.jdbc;

import dev.tidewheel.engine.source.StreamSource;
import dev.tidewheel.engine.source.connector.ConnectedSource;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.Dataset;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.types.StructType;

/** A table or query of a database. Rows are read by Spark's own source, which hands filters on to the database. */
final class JdbcSource implements ConnectedSource {

    private final SparkSession session;
    private final JdbcOptions options;

    JdbcSource(SparkSession session, JdbcOptions options) {
        this.session = session;
        this.options = options;
    }

    @Override
    public String label() {
        return "jdbc:" + options.name();
    }

    @Override
    public String key() {
        JdbcOptions.Incremental incremental = options.incremental();
        String how = incremental == null ? options.reading().toString() : " by " + incremental.column();
        return "jdbc:" + options.database().shown() + " " + options.relation() + how;
    }

    @Override
    public StructType schema() {
        return options.database().guarded(() -> load(options.relation(), false).schema());
    }

    @Override
    public boolean hasFixedSchema() {
        return false;
    }

    @Override
    public StreamSource stream(String folder) {
        return new IncrementalStream(this, options, Objects.requireNonNull(options.incremental()));
    }

    @Override
    public LogicalPlan batch() {
        return rows(options.relation());
    }

    /** The rows of what may stand behind FROM. */
    LogicalPlan rows(String relation) {
        return options.database()
                .guarded(() -> load(relation, true).queryExecution().analyzed());
    }

    private Dataset<Row> load(String relation, boolean divided) {
        Map<String, String> reading = new HashMap<>(options.reading());
        if (!divided) {
            reading.keySet()
                    .removeIf(name ->
                            name.equals("partitionColumn") || name.endsWith("Bound") || name.equals("numPartitions"));
        } else if (reading.containsKey("partitionColumn") && !addBounds(reading, relation)) {
            // no rows, or all of them without a value: nothing to divide
            reading.keySet().removeIf(name -> name.equals("partitionColumn") || name.endsWith("Bound"));
        }
        return (Dataset<Row>) session.read()
                .format("org.apache.spark.sql.execution.datasources.jdbc.JdbcRelationProvider")
                .options(options.database().sparkOptions())
                .options(reading)
                .option("dbtable", relation)
                .load();
    }

    /** Spark wants to know between which values it divides. */
    private boolean addBounds(Map<String, String> reading, String relation) {
        reading.putIfAbsent("numPartitions", "4");
        if (reading.containsKey("lowerBound") && reading.containsKey("upperBound")) {
            return true;
        }
        String column = Objects.requireNonNull(reading.get("partitionColumn"));
        return options.database().with(connection -> {
            String quoted = GrowingColumn.find(connection, options.database(), relation, column)
                    .quoted();
            try (Statement statement = connection.createStatement();
                    ResultSet bounds = statement.executeQuery(
                            "SELECT min(" + quoted + "), max(" + quoted + ") FROM " + relation)) {
                bounds.next();
                String least = bounds.getString(1);
                String most = bounds.getString(2);
                if (least == null || most == null) {
                    return false;
                }
                reading.put("lowerBound", whole(least));
                reading.put("upperBound", whole(most));
                return true;
            }
        });
    }

    /** Spark takes whole numbers only; a bound need not be exact. */
    private static String whole(String value) {
        return value.matches("-?\\d+\\.\\d*") ? value.substring(0, value.indexOf('.')) : value;
    }
}
