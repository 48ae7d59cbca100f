package dev.tidewheel.engine.frontend.python;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidewheel.model.definition.FlowDefinition;
import dev.tidewheel.model.definition.FlowKind;
import dev.tidewheel.model.definition.FlowKind.ColumnSelection;
import dev.tidewheel.model.definition.SinkDefinition;
import dev.tidewheel.model.definition.SinkTarget;
import dev.tidewheel.model.definition.SqlQuery;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SqlFragment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads flows and sinks as the host writes them. Stateless. */
final class FlowReader {

    private final MessageReader messages;

    FlowReader(MessageReader messages) {
        this.messages = messages;
    }

    FlowDefinition read(JsonNode flow, PythonQuery query) {
        boolean own = flow.hasNonNull("own");
        return new FlowDefinition(
                messages.name(flow, "name"),
                messages.name(flow, "target"),
                kind(flow),
                query,
                MessageReader.text(flow, "comment"),
                MessageReader.settings(flow.get("sparkConf")),
                own,
                messages.place(flow));
    }

    private FlowKind kind(JsonNode flow) {
        return switch (flow.get("kind").asText()) {
            case "query" -> ownKind(flow);
            case "append" -> flow.get("once").asBoolean() ? new FlowKind.Once() : new FlowKind.Append();
            case "replace" -> replaceUsing(flow);
            default -> new FlowKind.Update();
        };
    }

    /** The kind of the query that a table was declared with. */
    private FlowKind ownKind(JsonNode flow) {
        JsonNode arguments = flow.get("arguments");
        if (DatasetReader.isMaterializedView(flow.get("own").asText(), flow)) {
            return new FlowKind.Refresh();
        }
        if (arguments.hasNonNull("replace_where")) {
            return new FlowKind.ReplaceWhere(messages.expression(arguments.get("replace_where"), flow));
        }
        return arguments.isEmpty() ? new FlowKind.Append() : replaceUsing(flow);
    }

    private FlowKind replaceUsing(JsonNode flow) {
        JsonNode arguments = flow.get("arguments");
        if (!arguments.hasNonNull("replace_using") || !arguments.hasNonNull("sequence_by")) {
            throw new PipelineException(Problem.of(
                            ErrorCode.PYTHON_DEFINITION_INVALID,
                            "`" + flow.get("name").asText() + "` needs both replace_using and sequence_by")
                    .remedy("give the columns of the key as replace_using, and what orders their rows as sequence_by")
                    .at(messages.place(flow)));
        }
        JsonNode keys = arguments.get("replace_using");
        List<String> names = new ArrayList<>();
        if (keys.isArray()) {
            keys.forEach(key -> names.add(messages.sql(key)));
        } else {
            names.add(messages.sql(keys));
        }
        return new FlowKind.ReplaceUsing(names, messages.expression(arguments.get("sequence_by"), flow));
    }

    /** A flow of change data; its source is the name of a dataset. */
    FlowDefinition changes(JsonNode flow) {
        boolean once = flow.get("once").asBoolean();
        SqlFragment source = messages.fragment(flow.get("source").asText(), flow);
        SqlFragment query = source.prefixed(once ? "SELECT * FROM " : "SELECT * FROM STREAM ");
        return new FlowDefinition(
                messages.name(flow, "name"),
                messages.name(flow, "target"),
                changeKind(flow, once),
                new SqlQuery(query, messages.scope(), Map.of()),
                MessageReader.text(flow, "comment"),
                MessageReader.settings(flow.get("sparkConf")),
                false,
                messages.place(flow));
    }

    private FlowKind changeKind(JsonNode flow, boolean once) {
        JsonNode arguments = flow.get("arguments");
        List<SqlFragment> keys = new ArrayList<>();
        arguments.get("keys").forEach(key -> keys.add(messages.expression(key, flow)));
        @Nullable SqlFragment toUpdate = optional(arguments, "columns_to_update", flow);
        JsonNode ignored = arguments.get("ignore_null_updates");
        return new FlowKind.AutoCdc(
                once,
                keys,
                ignored.isNull() ? null : selection(ignored),
                optional(arguments, "delete_when", flow),
                optional(arguments, "truncate_when", flow),
                messages.expression(arguments.get("sequence_by"), flow),
                optional(arguments, "system_sequence_by", flow),
                selection(arguments.get("columns")),
                FlowKind.ScdType.valueOf(messages.sql(arguments.get("stored_as"))),
                selection(arguments.get("track_history_on")),
                toUpdate == null ? null : toUpdate.text());
    }

    private @Nullable SqlFragment optional(JsonNode arguments, String key, JsonNode flow) {
        return arguments.hasNonNull(key) ? messages.expression(arguments.get(key), flow) : null;
    }

    private ColumnSelection selection(JsonNode selection) {
        if (selection.isNull()) {
            return ColumnSelection.ALL;
        }
        List<String> columns = new ArrayList<>();
        selection.get("columns").forEach(column -> columns.add(messages.sql(column)));
        return new ColumnSelection(selection.get("except").asBoolean(), columns);
    }

    /** @param handler what a sink is that has a function */
    SinkDefinition sink(JsonNode sink, PythonBatchHandler handler) {
        SinkTarget target = sink.get("handler").asBoolean()
                ? handler
                : new SinkTarget.DataSource(sink.get("format").asText(), MessageReader.settings(sink.get("options")));
        return new SinkDefinition(messages.name(sink, "name"), target, messages.place(sink));
    }
}
