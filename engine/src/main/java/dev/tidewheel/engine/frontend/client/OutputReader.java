package dev.tidewheel.engine.frontend.client;

import dev.tidewheel.engine.frontend.ddl.Layouts;
import dev.tidewheel.engine.frontend.ddl.SchemaColumns;
import dev.tidewheel.engine.spark.PlainTypes;
import dev.tidewheel.model.definition.Dataset;
import dev.tidewheel.model.definition.MaterializedView;
import dev.tidewheel.model.definition.RefreshPolicy;
import dev.tidewheel.model.definition.SinkDefinition;
import dev.tidewheel.model.definition.StreamingTable;
import dev.tidewheel.model.definition.TableSpecification;
import dev.tidewheel.model.definition.TableSpecification.Clustering;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.name.TableName;
import dev.tidewheel.model.text.SourceLocation;
import java.util.List;
import java.util.Map;
import org.apache.spark.connect.proto.DataType;
import org.apache.spark.connect.proto.OutputType;
import org.apache.spark.connect.proto.PipelineCommand.DefineOutput;
import org.apache.spark.connect.proto.PipelineCommand.DefineOutput.TableDetails;
import org.apache.spark.sql.connect.common.DataTypeProtoConverter$;
import org.apache.spark.sql.types.StructType;

/** Reads tables and sinks as Spark's client defines them. Stateless. */
final class OutputReader {

    private final Places places;

    OutputReader(Places places) {
        this.places = places;
    }

    Dataset table(DefineOutput output) {
        SourceLocation place = places.of(output);
        TableName name = places.name(output.getOutputName(), place);
        TableSpecification specification = specification(output, name, place);
        return output.getOutputType() == OutputType.MATERIALIZED_VIEW
                ? new MaterializedView(name, false, specification, RefreshPolicy.AUTO, List.of(), Map.of(), place)
                : new StreamingTable(name, false, specification, List.of(), Map.of(), place);
    }

    private TableSpecification specification(DefineOutput output, TableName name, SourceLocation place) {
        TableDetails details = output.getTableDetails();
        if (details.hasFormat() && !details.getFormat().equalsIgnoreCase("delta")) {
            throw new PipelineException(Problem.of(
                            ErrorCode.FEATURE_NOT_SUPPORTED,
                            "tables are stored as Delta only, not as " + details.getFormat())
                    .remedy("leave `format` out; to write other formats, use create_sink")
                    .at(place)
                    .in(name.toString()));
        }
        List<String> partitions = List.copyOf(details.getPartitionColsList());
        Clustering clustering = new Clustering(false, List.copyOf(details.getClusteringColumnsList()));
        Layouts.check(name, partitions, clustering, place);
        SchemaColumns schema = schema(output, name, place);
        return new TableSpecification(
                schema.columns(),
                schema.keys(),
                partitions,
                clustering,
                output.getComment().isEmpty() ? null : output.getComment(),
                details.getTablePropertiesMap(),
                null,
                null);
    }

    private SchemaColumns schema(DefineOutput output, TableName name, SourceLocation place) {
        TableDetails details = output.getTableDetails();
        try {
            if (details.hasSchemaString() && !details.getSchemaString().isBlank()) {
                return SchemaColumns.ofDdl(places.fragment(output, details.getSchemaString()));
            }
            return details.hasSchemaDataType()
                    ? SchemaColumns.ofType(
                            type(details.getSchemaDataType()), text -> places.fragment(output, text), place)
                    : SchemaColumns.NONE;
        } catch (PipelineException e) {
            throw e.locatedAt(place).about(name.toString());
        }
    }

    private static StructType type(DataType message) {
        return (StructType) PlainTypes.of(DataTypeProtoConverter$.MODULE$.toCatalystType(message));
    }

    SinkDefinition sink(DefineOutput output) {
        SourceLocation place = places.of(output);
        return SinkDefinition.of(
                places.name(output.getOutputName(), place),
                output.getSinkDetails().getFormat(),
                output.getSinkDetails().getOptionsMap(),
                place);
    }
}
