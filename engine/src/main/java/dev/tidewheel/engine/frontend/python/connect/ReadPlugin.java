package dev.tidewheel.engine.frontend.python.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidewheel.engine.frontend.python.source.PythonSources;
import dev.tidewheel.model.text.SourceLocation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.connect.proto.Read;
import org.apache.spark.connect.proto.Relation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.connect.planner.SparkConnectPlanner;
import org.apache.spark.sql.connect.plugin.RelationPlugin;
import org.jspecify.annotations.Nullable;
import org.sparkproject.connect.protobuf.Any;
import org.sparkproject.connect.protobuf.InvalidProtocolBufferException;

/** Gives the leaves that our Python package puts into relations to whoever reads for the session. Made by Spark. */
public final class ReadPlugin implements RelationPlugin {

    static final String TYPE = "tidewheel.dev/read";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public Optional<LogicalPlan> transform(byte[] relation, SparkConnectPlanner planner) {
        try {
            Any any = Any.parseFrom(relation);
            if (!any.getTypeUrl().equals(TYPE)) {
                return Optional.empty();
            }
            Reading reading = Reading.of(planner.sessionHolder().sessionId());
            PythonRead read = parse(JSON.readTree(any.getValue().toByteArray()), reading.sources(), planner);
            boolean executed = planner.executeHolderOpt().isDefined();
            return Optional.of(reading.reader().read(read, new BySpark(planner, reading), executed));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        } catch (IOException e) {
            throw new IllegalArgumentException("a read that cannot be understood", e);
        }
    }

    private static PythonRead parse(JsonNode message, PythonSources sources, SparkConnectPlanner planner)
            throws IOException {
        String file = message.get("path").asText();
        int line = message.get("line").asInt();
        String kind = message.get("read").asText();
        if (kind.equals("sql")) {
            Map<String, LogicalPlan> views = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> view : message.get("views").properties()) {
                views.put(
                        view.getKey(),
                        planner.transformRelation(
                                Relation.parseFrom(view.getValue().binaryValue())));
            }
            return new PythonRead.Sql(
                    sources.fragment(file, line, message.get("text").asText()), views);
        }
        boolean streaming = message.get("streaming").asBoolean();
        Map<String, String> options = new LinkedHashMap<>();
        message.get("options")
                .properties()
                .forEach(
                        option -> options.put(option.getKey(), option.getValue().asText()));
        if (kind.equals("table")) {
            String name = message.get("name").asText();
            return new PythonRead.Table(name, streaming, options, sources.locate(file, line, name));
        }
        List<String> paths = new ArrayList<>();
        message.get("paths").forEach(path -> paths.add(path.asText()));
        if (paths.isEmpty() && options.containsKey("path")) {
            paths.add(String.valueOf(options.remove("path")));
        }
        SourceLocation place = sources.locate(file, line, paths.isEmpty() ? "" : paths.get(0));
        @Nullable JsonNode format = message.get("format");
        return new PythonRead.Source(
                format == null || format.isNull() ? null : format.asText(),
                paths,
                message.get("schema").asText(),
                options,
                streaming,
                place);
    }

    private record BySpark(SparkConnectPlanner planner, Reading reading) implements PythonReader.SparkReader {
        @Override
        public LogicalPlan load(PythonRead.Source source) {
            if (source.format() != null) {
                reading.functions()
                        .shareFormat(source.format(), planner.sessionHolder().session(), reading.python());
            }
            Read.DataSource.Builder builder =
                    Read.DataSource.newBuilder().addAllPaths(source.paths()).putAllOptions(source.options());
            if (source.format() != null) {
                builder.setFormat(source.format());
            }
            if (!source.schema().isEmpty()) {
                builder.setSchema(source.schema());
            }
            return planner.transformRelation(Relation.newBuilder()
                    .setRead(
                            Read.newBuilder().setIsStreaming(source.streaming()).setDataSource(builder))
                    .build());
        }

        @Override
        public LogicalPlan parse(String sql) {
            try {
                return planner.sessionHolder()
                        .session()
                        .sessionState()
                        .sqlParser()
                        .parsePlan(sql);
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw Unchecked.<RuntimeException>of(e);
            }
        }
    }
}
