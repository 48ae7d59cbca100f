package dev.tidewheel.connector.jdbc;

import dev.tidewheel.engine.sink.SinkConnector;
import dev.tidewheel.engine.source.connector.ConnectorOptions;
import dev.tidewheel.model.definition.SinkTarget;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Tables of databases as sinks. Stateless. */
public final class JdbcSinkConnector implements SinkConnector {

    private static final String KEYS = "keys";

    @Override
    public Set<String> formats() {
        return Set.of("jdbc", "postgresql", "mysql", "sqlserver", "oracle");
    }

    @Override
    public List<Problem> check(SinkTarget.DataSource sink) {
        try {
            read(sink, "");
            return List.of();
        } catch (PipelineException e) {
            return e.problems().stream()
                    .map(problem -> problem.as(ErrorCode.SINK_INVALID))
                    .toList();
        }
    }

    @Override
    public SinkTarget open(SinkTarget.DataSource sink, String flow) {
        return read(sink, flow);
    }

    private static JdbcSink read(SinkTarget.DataSource sink, String flow) {
        ConnectorOptions options = new ConnectorOptions(sink.options(), name -> null);
        List<String> known = new ArrayList<>(DatabaseOptions.NAMES);
        known.addAll(List.of("dbtable", KEYS, "exactlyOnce", "batchsize"));
        Database database = DatabaseOptions.read(sink.format(), options, known, UnaryOperator.identity());
        List<String> keys = Arrays.stream(options.text(KEYS).orElse("").split(","))
                .map(String::strip)
                .filter(key -> !key.isEmpty())
                .toList();
        String table = options.required("dbtable", "dbtable = 'orders'");
        boolean exactlyOnce = options.flag("exactlyOnce", true);
        int rows = options.number("batchsize", 1).map(Math::toIntExact).orElse(1000);
        return new JdbcSink(
                database.forWriting(keys.isEmpty()), table, keys, exactlyOnce, rows, flow, Map.of("dbtable", table));
    }
}
