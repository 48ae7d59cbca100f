package dev.tidewheel.engine.frontend.python;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidewheel.engine.frontend.ddl.Layouts;
import dev.tidewheel.engine.frontend.ddl.SchemaColumns;
import dev.tidewheel.model.definition.Dataset;
import dev.tidewheel.model.definition.Expectation;
import dev.tidewheel.model.definition.ExpectationAction;
import dev.tidewheel.model.definition.MaterializedView;
import dev.tidewheel.model.definition.RefreshPolicy;
import dev.tidewheel.model.definition.StreamingTable;
import dev.tidewheel.model.definition.TableSpecification;
import dev.tidewheel.model.definition.TableSpecification.Clustering;
import dev.tidewheel.model.definition.ViewDefinition;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.name.TableName;
import dev.tidewheel.model.text.SourceLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Reads tables and views as the host writes them. Stateless. */
final class DatasetReader {

    static final String VIEW = "temporary_view";
    private static final String TABLE = "table";
    private static final String MATERIALIZED_VIEW = "materialized_view";

    private final MessageReader messages;

    DatasetReader(MessageReader messages) {
        this.messages = messages;
    }

    static boolean isView(JsonNode dataset) {
        return dataset.get("kind").asText().equals(VIEW);
    }

    /** True if the query of a table is computed as a whole each time. */
    static boolean isMaterializedView(String kind, JsonNode flow) {
        boolean replaces = !flow.get("arguments").isEmpty();
        boolean batch = kind.equals(TABLE) && !flow.get("streaming").asBoolean() && !replaces;
        return kind.equals(MATERIALIZED_VIEW) || batch;
    }

    ViewDefinition view(JsonNode view, PythonQuery query) {
        return new ViewDefinition(
                messages.name(view, "name"),
                false,
                List.of(),
                MessageReader.text(view, "comment"),
                MessageReader.settings(view.get("properties")),
                query,
                expectations(view),
                MessageReader.settings(view.get("sparkConf")),
                messages.place(view));
    }

    /** @param flow the query that the table was declared with, null if there is none */
    Dataset table(JsonNode table, @Nullable JsonNode flow) {
        TableName name = messages.name(table, "name");
        SourceLocation place = messages.place(table);
        TableSpecification specification = specification(table, name, place);
        boolean isPrivate = table.get("private").asBoolean();
        if (flow != null && isMaterializedView(table.get("kind").asText(), flow)) {
            return new MaterializedView(
                    name,
                    isPrivate,
                    specification,
                    refreshPolicy(table, name, place),
                    expectations(table),
                    MessageReader.settings(table.get("sparkConf")),
                    place);
        }
        return new StreamingTable(
                name,
                isPrivate,
                specification,
                expectations(table),
                MessageReader.settings(table.get("sparkConf")),
                place);
    }

    private TableSpecification specification(JsonNode table, TableName name, SourceLocation place) {
        SchemaColumns schema = schema(table, name, place);
        List<String> partitions = MessageReader.texts(table.get("partitionColumns"));
        Clustering clustering =
                new Clustering(table.get("clusterByAuto").asBoolean(), MessageReader.texts(table.get("clusterBy")));
        Layouts.check(name, partitions, clustering, place);
        return new TableSpecification(
                schema.columns(),
                schema.keys(),
                partitions,
                clustering,
                MessageReader.text(table, "comment"),
                MessageReader.settings(table.get("properties")),
                MessageReader.text(table, "path"),
                MessageReader.text(table, "rowFilter"));
    }

    private SchemaColumns schema(JsonNode table, TableName name, SourceLocation place) {
        JsonNode schema = table.get("schema");
        if (schema.isNull()) {
            return SchemaColumns.NONE;
        }
        try {
            return schema.hasNonNull("ddl")
                    ? SchemaColumns.ofDdl(messages.fragment(schema.get("ddl").asText(), table))
                    : SchemaColumns.ofType(
                            (StructType) DataType.fromJson(schema.get("json").asText()),
                            text -> messages.fragment(text, table),
                            place);
        } catch (PipelineException e) {
            throw e.about(name.toString());
        }
    }

    private static RefreshPolicy refreshPolicy(JsonNode table, TableName name, SourceLocation place) {
        @Nullable String policy = MessageReader.text(table, "refreshPolicy");
        if (policy == null) {
            return RefreshPolicy.AUTO;
        }
        for (RefreshPolicy known : RefreshPolicy.values()) {
            if (known.name().equals(policy.toUpperCase(Locale.ROOT))) {
                return known;
            }
        }
        throw new PipelineException(
                Problem.of(ErrorCode.PYTHON_DEFINITION_INVALID, "there is no refresh policy `" + policy + "`")
                        .remedy("write \"auto\", \"incremental\", \"incremental_strict\" or \"full\"")
                        .at(place)
                        .in(name.toString()));
    }

    private List<Expectation> expectations(JsonNode dataset) {
        List<Expectation> expectations = new ArrayList<>();
        for (JsonNode expectation : dataset.get("expectations")) {
            expectations.add(new Expectation(
                    expectation.get("name").asText(),
                    messages.expression(expectation.get("condition"), expectation),
                    ExpectationAction.valueOf(expectation.get("action").asText().toUpperCase(Locale.ROOT)),
                    messages.place(expectation)));
        }
        return expectations;
    }
}
