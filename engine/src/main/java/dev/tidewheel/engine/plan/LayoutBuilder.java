package dev.tidewheel.engine.plan;

import dev.tidewheel.engine.graph.ResolvedDataset;
import dev.tidewheel.engine.lake.TableLayout;
import dev.tidewheel.engine.lake.TableProperties;
import dev.tidewheel.engine.lake.TableSnapshot;
import dev.tidewheel.model.definition.ColumnDefinition;
import dev.tidewheel.model.definition.KeyConstraint;
import dev.tidewheel.model.definition.StreamingTable;
import dev.tidewheel.model.definition.TableDefinition;
import dev.tidewheel.model.definition.TableSpecification;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SourceLocation;
import dev.tidewheel.model.text.Suggestions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.VariantType;
import org.jspecify.annotations.Nullable;
import scala.Option;

/** From a table's definition and schema to the layout of its Delta table. Stateless. */
final class LayoutBuilder {

    static final String KIND = "tidewheel.kind";
    private static final String PRIMARY_KEY = "tidewheel.primaryKey";
    private static final String FOREIGN_KEYS = "tidewheel.foreignKeys";

    private LayoutBuilder() {}

    /**
     * The layout that the definition asks for. A streaming table keeps columns that it has and the definition no longer
     * gives.
     *
     * @throws PipelineException if a partition or clustering column does not exist or cannot serve
     */
    static TableLayout build(ResolvedDataset dataset, @Nullable TableSnapshot stored, Owner owner) {
        TableDefinition table = (TableDefinition) dataset.definition();
        TableSpecification specification = table.specification();
        StructType schema = withColumnOptions(dataset.schema(), specification.columns());
        if (stored != null && table instanceof StreamingTable) {
            schema = keepStoredMetadata(schema, stored.schema(), specification.columns());
        }
        List<String> partitions = canonical(specification.partitionedBy(), schema, table, "partitioned");
        List<String> clustering = canonical(specification.clustering().columns(), schema, table, "clustered");
        checkTypes(clustering, schema, table);
        if (!partitions.isEmpty() && partitions.size() == schema.length()) {
            throw new PipelineException(Problem.of(
                            ErrorCode.TABLE_LAYOUT_INVALID,
                            "`" + table.name().name() + "` is partitioned by all of its columns")
                    .remedy("leave at least one column that is no partition column")
                    .at(table.location())
                    .in(table.name().toString()));
        }
        Map<String, String> properties = new HashMap<>(properties(table));
        owner.mark(properties);
        properties.put(KIND, TableKind.of(table).name());
        keys(specification.constraints(), properties);
        if (specification.columns().stream().anyMatch(column -> column.defaultValue() != null)) {
            properties.put("delta.feature.allowColumnDefaults", "supported");
        }
        return new TableLayout(schema, partitions, clustering, properties, specification.comment());
    }

    private static Map<String, String> properties(TableDefinition table) {
        try {
            TableProperties.validated(table.specification().properties());
        } catch (PipelineException e) {
            throw e.locatedAt(table.location()).about(table.name().toString());
        }
        return table.specification().properties();
    }

    private static StructType withColumnOptions(StructType schema, List<ColumnDefinition> columns) {
        Map<String, ColumnDefinition> byName = new HashMap<>();
        columns.forEach(column -> byName.put(key(column.name()), column));
        List<StructField> fields = new ArrayList<>();
        for (StructField field : schema.fields()) {
            ColumnDefinition column = byName.get(key(field.name()));
            fields.add(column == null ? field : withOptions(field, column));
        }
        return DataTypes.createStructType(fields);
    }

    private static StructField withOptions(StructField field, ColumnDefinition column) {
        MetadataBuilder metadata = new MetadataBuilder().withMetadata(field.metadata());
        if (column.generatedAs() != null) {
            metadata.putString(
                    "delta.generationExpression", column.generatedAs().text().strip());
        }
        if (column.defaultValue() != null) {
            String value = column.defaultValue().text().strip();
            metadata.putString("CURRENT_DEFAULT", value).putString("EXISTS_DEFAULT", value);
        }
        ColumnDefinition.Identity identity = column.identity();
        if (identity != null) {
            metadata.putLong("delta.identity.start", identity.start())
                    .putLong("delta.identity.step", identity.step())
                    .putBoolean("delta.identity.allowExplicitInsert", !identity.always());
        }
        return new StructField(field.name(), field.dataType(), column.nullable(), metadata.build());
    }

    /** Comments that are stored stay, and all that is stored of columns that the definition does not spell out. */
    private static StructType keepStoredMetadata(StructType schema, StructType stored, List<ColumnDefinition> columns) {
        Set<String> spelledOut =
                columns.stream().map(column -> key(column.name())).collect(Collectors.toSet());
        Map<String, StructField> byName = new HashMap<>();
        for (StructField field : stored.fields()) {
            byName.put(key(field.name()), field);
        }
        List<StructField> fields = new ArrayList<>();
        for (StructField field : schema.fields()) {
            StructField old = byName.get(key(field.name()));
            if (old == null) {
                fields.add(field);
                continue;
            }
            boolean own = spelledOut.contains(key(field.name()));
            StructField kept = new StructField(
                    old.name(),
                    field.dataType(),
                    own ? field.nullable() : old.nullable(),
                    own ? field.metadata() : old.metadata());
            Option<String> comment = field.getComment().orElse(old::getComment);
            fields.add(comment.isDefined() ? kept.withComment(comment.get()) : kept);
        }
        return DataTypes.createStructType(fields);
    }

    private static List<String> canonical(List<String> names, StructType schema, TableDefinition table, String verb) {
        List<String> found = new ArrayList<>();
        for (String name : names) {
            String top = name.split("\\.", 2)[0];
            String column = Arrays.stream(schema.fieldNames())
                    .filter(candidate -> candidate.equalsIgnoreCase(top))
                    .findFirst()
                    .orElseThrow(() -> new PipelineException(Problem.of(
                                    ErrorCode.TABLE_LAYOUT_INVALID,
                                    "`" + table.name().name() + "` is " + verb + " by `" + name
                                            + "`, which is not one of its columns")
                            .remedy(Suggestions.first(name, Arrays.asList(schema.fieldNames()))
                                    .map(near -> "did you mean `" + near + "`?")
                                    .orElse("its columns are " + String.join(", ", schema.fieldNames())))
                            .at(table.location())
                            .in(table.name().toString())));
            found.add(top.equals(name) ? column : column + name.substring(top.length()));
        }
        return found;
    }

    private static void checkTypes(List<String> clustering, StructType schema, TableDefinition table) {
        SourceLocation location = table.location();
        for (String name : clustering) {
            if (name.contains(".")) {
                continue;
            }
            DataType type = schema.fields()[schema.fieldIndex(name)].dataType();
            if (type instanceof BooleanType
                    || type instanceof BinaryType
                    || type instanceof VariantType
                    || type instanceof StructType
                    || type instanceof org.apache.spark.sql.types.ArrayType
                    || type instanceof org.apache.spark.sql.types.MapType) {
                throw new PipelineException(Problem.of(
                                ErrorCode.TABLE_LAYOUT_INVALID,
                                "`" + table.name().name() + "` cannot be clustered by `" + name + "`, a "
                                        + type.sql().split("<", 2)[0])
                        .because("clustering keeps minimum and maximum of each file, which this type has not")
                        .remedy("cluster by numbers, text, dates or timestamps")
                        .at(location)
                        .in(table.name().toString()));
            }
        }
    }

    private static void keys(List<KeyConstraint> constraints, Map<String, String> properties) {
        List<String> foreign = new ArrayList<>();
        for (KeyConstraint constraint : constraints) {
            String columns = String.join(",", constraint.columns());
            if (constraint.isPrimary()) {
                properties.put(PRIMARY_KEY, columns);
            } else {
                foreign.add("(" + columns + ") references " + constraint.references() + "("
                        + String.join(",", constraint.referencedColumns()) + ")");
            }
        }
        if (!foreign.isEmpty()) {
            properties.put(FOREIGN_KEYS, String.join("; ", foreign));
        }
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
