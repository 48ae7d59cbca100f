package dev.tidewheel.cli.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidewheel.cli.output.OutputFormat;
import dev.tidewheel.engine.graph.DataflowGraph;
import dev.tidewheel.engine.graph.LeafInput;
import dev.tidewheel.engine.graph.ResolvedDataset;
import dev.tidewheel.engine.graph.ResolvedFlow;
import dev.tidewheel.model.definition.FlowKind;
import dev.tidewheel.model.definition.MaterializedView;
import dev.tidewheel.model.definition.SinkDefinition;
import dev.tidewheel.model.definition.StreamingTable;
import dev.tidewheel.model.name.NameScope;
import dev.tidewheel.model.name.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.types.StructField;

/** A resolved graph as text, Mermaid or JSON. Immutable. */
final class GraphText {

    private final DataflowGraph graph;
    private final NameScope scope;

    private GraphText(DataflowGraph graph, NameScope scope) {
        this.graph = graph;
        this.scope = scope;
    }

    static GraphText of(DataflowGraph graph, NameScope scope) {
        return new GraphText(graph, scope);
    }

    String print(OutputFormat format) {
        return switch (format) {
            case JSON -> json();
            case MERMAID -> mermaid();
            case TEXT, TABLE, CSV -> text();
        };
    }

    private String text() {
        StringBuilder out = new StringBuilder();
        for (ResolvedDataset dataset : graph.datasets().values()) {
            out.append(kind(dataset))
                    .append(' ')
                    .append(scope.shorten(dataset.name()))
                    .append('\n');
            out.append("    ").append(columns(dataset)).append('\n');
            flows(dataset.name(), out);
            dataset.definition()
                    .expectations()
                    .forEach(rule -> out.append("    expect ")
                            .append(rule.name())
                            .append(": ")
                            .append(rule.condition().text().strip())
                            .append(" (")
                            .append(rule.action().name().toLowerCase(java.util.Locale.ROOT))
                            .append(")\n"));
        }
        for (SinkDefinition sink : graph.sinks()) {
            out.append("sink ")
                    .append(scope.shorten(sink.name()))
                    .append('\n')
                    .append("    ")
                    .append(sink.target().format())
                    .append('\n');
            flows(sink.name(), out);
        }
        out.append(graph.datasets().size())
                .append(" datasets, ")
                .append(graph.sinks().isEmpty() ? "" : graph.sinks().size() + " sinks, ")
                .append(graph.flows().size())
                .append(" flows\n");
        return out.toString();
    }

    private void flows(TableName target, StringBuilder out) {
        for (ResolvedFlow flow : graph.flowsInto(target)) {
            out.append("    ");
            if (!flow.definition().isDefault()) {
                out.append("flow ").append(scope.shorten(flow.name())).append(' ');
            }
            out.append(how(flow)).append(" from ").append(sources(flow)).append('\n');
        }
    }

    private static String columns(ResolvedDataset dataset) {
        List<String> columns = new ArrayList<>();
        for (StructField field : dataset.schema().fields()) {
            columns.add(field.name() + " " + field.dataType().sql().toLowerCase(java.util.Locale.ROOT));
        }
        return String.join(", ", columns);
    }

    private static String kind(ResolvedDataset dataset) {
        if (dataset.definition() instanceof StreamingTable) {
            return "streaming table";
        }
        return dataset.definition() instanceof MaterializedView ? "materialized view" : "view";
    }

    private static String how(ResolvedFlow flow) {
        FlowKind kind = flow.definition().kind();
        if (kind instanceof FlowKind.Refresh) {
            return "computed";
        }
        if (kind instanceof FlowKind.Update) {
            return "changes";
        }
        return kind instanceof FlowKind.Once ? "loaded once" : "appended";
    }

    private String sources(ResolvedFlow flow) {
        Set<String> names = new LinkedHashSet<>();
        for (LeafInput input : flow.inputs()) {
            names.add((input.streaming() ? "stream " : "") + label(input));
        }
        return names.isEmpty() ? "constants" : String.join(", ", names);
    }

    private String label(LeafInput input) {
        if (input instanceof LeafInput.PipelineTable table) {
            return scope.shorten(table.name());
        }
        return input.label();
    }

    private String mermaid() {
        StringBuilder out = new StringBuilder("flowchart LR\n");
        Map<String, String> ids = new LinkedHashMap<>();
        for (ResolvedDataset dataset : graph.datasets().values()) {
            String label = scope.shorten(dataset.name());
            String shape = dataset.isView() ? "([\"%s\"])" : "[\"%s\"]";
            out.append("    ")
                    .append(id(ids, dataset.name().toString()))
                    .append(String.format(shape, label.replace("\"", "'")))
                    .append('\n');
        }
        for (SinkDefinition sink : graph.sinks()) {
            String label = scope.shorten(sink.name()).replace("\"", "'");
            out.append("    ").append(id(ids, sink.name().toString())).append(">\"" + label + "\"]\n");
        }
        Set<String> edges = new LinkedHashSet<>();
        for (ResolvedFlow flow : graph.flows()) {
            for (LeafInput input : flow.inputs()) {
                String from = input.label();
                if (!ids.containsKey(from)) {
                    edges.add("    " + id(ids, from) + "[/\"" + label(input).replace("\"", "'") + "\"/]\n");
                }
                edges.add("    " + id(ids, from) + (input.streaming() ? " --> " : " -.-> ")
                        + id(ids, flow.target().toString()) + "\n");
            }
        }
        edges.forEach(out::append);
        return out.toString();
    }

    private static String id(Map<String, String> ids, String key) {
        return ids.computeIfAbsent(key, name -> "n" + ids.size());
    }

    private String json() {
        ObjectNode root = new ObjectMapper().createObjectNode();
        ArrayNode datasets = root.putArray("datasets");
        for (ResolvedDataset dataset : graph.datasets().values()) {
            ObjectNode node = datasets.addObject();
            node.put("name", dataset.name().toString());
            node.put("kind", kind(dataset).toUpperCase(java.util.Locale.ROOT).replace(' ', '_'));
            ArrayNode columns = node.putArray("columns");
            for (StructField field : dataset.schema().fields()) {
                columns.addObject()
                        .put("name", field.name())
                        .put("type", field.dataType().sql());
            }
            ArrayNode expectations = node.putArray("expectations");
            dataset.definition()
                    .expectations()
                    .forEach(rule -> expectations
                            .addObject()
                            .put("name", rule.name())
                            .put("condition", rule.condition().text().strip())
                            .put("action", rule.action().name()));
            node.put("file", dataset.definition().location().file());
            node.put("line", dataset.definition().location().line());
        }
        ArrayNode sinks = root.putArray("sinks");
        for (SinkDefinition sink : graph.sinks()) {
            sinks.addObject()
                    .put("name", sink.name().toString())
                    .put("format", sink.target().format())
                    .put("file", sink.location().file())
                    .put("line", sink.location().line());
        }
        ArrayNode flows = root.putArray("flows");
        for (ResolvedFlow flow : graph.flows()) {
            ObjectNode node = flows.addObject();
            node.put("name", flow.name().toString());
            node.put("target", flow.target().toString());
            node.put("shape", flow.shape().name());
            ArrayNode inputs = node.putArray("inputs");
            for (LeafInput input : flow.inputs()) {
                inputs.addObject().put("name", input.label()).put("streaming", input.streaming());
            }
            ArrayNode reads = node.putArray("reads");
            flow.reads().stream().map(TableName::toString).sorted().forEach(reads::add);
        }
        return root.toPrettyString() + "\n";
    }
}
