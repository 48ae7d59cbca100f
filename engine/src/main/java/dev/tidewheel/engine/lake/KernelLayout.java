package dev.tidewheel.engine.lake;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import io.delta.kernel.exceptions.KernelException;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.internal.actions.Format;
import io.delta.kernel.internal.actions.Metadata;
import io.delta.kernel.internal.actions.Protocol;
import io.delta.kernel.internal.tablefeatures.TableFeature;
import io.delta.kernel.internal.tablefeatures.TableFeatures;
import io.delta.kernel.internal.types.DataTypeJsonSerDe;
import io.delta.kernel.internal.util.SchemaUtils;
import io.delta.kernel.internal.util.VectorUtils;
import io.delta.kernel.types.StringType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.spark.sql.catalyst.util.CharVarcharUtils;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A layout in the Kernel's terms.
 *
 * @param metadata null if the table has exactly this already
 * @param protocol null if the table's will do
 * @param clustering null if it stays as it is
 */
record KernelLayout(
        @Nullable Metadata metadata,
        @Nullable Protocol protocol,
        @Nullable List<Column> clustering) {

    /** The actions that give {@code layout} to the table at {@code base}, or to a new one. */
    static KernelLayout of(TableLayout layout, @Nullable TableState base) {
        checkColumns(layout);
        StructType schema = CharVarcharUtils.replaceCharVarcharWithStringInSchema(layout.schema());
        String json = schema.json();
        var kernelSchema = DataTypeJsonSerDe.deserializeStructType(json);
        Map<String, String> properties = TableProperties.validated(layout.properties());
        Metadata old = base == null ? null : base.kernel().getMetadata();
        Metadata metadata = new Metadata(
                old == null ? UUID.randomUUID().toString() : old.getId(),
                old == null ? Optional.empty() : old.getName(),
                Optional.ofNullable(layout.comment()),
                new Format(),
                json,
                kernelSchema,
                VectorUtils.buildArrayValue(layout.partitionColumns(), StringType.STRING),
                old == null ? Optional.of(System.currentTimeMillis()) : old.getCreatedTime(),
                VectorUtils.stringStringMapValue(properties));
        List<Column> clustering = clustering(layout, kernelSchema, base);
        Set<TableFeature> features = new HashSet<>(Set.of(TableFeatures.DOMAIN_METADATA_W_FEATURE));
        if (clustering != null) {
            features.add(TableFeatures.CLUSTERING_W_FEATURE);
        }
        Protocol before = base == null ? new Protocol(1, 2) : base.kernel().getProtocol();
        Protocol protocol = TableFeatures.autoUpgradeProtocolBasedOnMetadata(metadata, features, before)
                .map(upgrade -> upgrade._1)
                .orElse(base == null ? before : null);
        boolean same = base != null
                && base.view().schema().equals(schema)
                && base.view().partitionColumns().equals(layout.partitionColumns())
                && base.view().properties().equals(properties)
                && java.util.Objects.equals(base.view().comment(), layout.comment());
        return new KernelLayout(same ? null : metadata, protocol, clustering);
    }

    private static @Nullable List<Column> clustering(
            TableLayout layout, io.delta.kernel.types.StructType schema, @Nullable TableState base) {
        List<String> before = base == null ? List.of() : base.view().clusteringColumns();
        if (layout.clusteringColumns().equals(before)) {
            return null;
        }
        List<Column> wanted = new ArrayList<>();
        layout.clusteringColumns().forEach(column -> wanted.add(new Column(column.split("\\."))));
        try {
            return SchemaUtils.casePreservingEligibleClusterColumns(schema, wanted);
        } catch (KernelException e) {
            throw new PipelineException(
                    Problem.of(
                                    ErrorCode.TABLE_LAYOUT_INVALID,
                                    "The table cannot be clustered by " + String.join(", ", layout.clusteringColumns()))
                            .because(String.valueOf(e.getMessage()))
                            .remedy("Cluster by columns of the table that have numbers, texts, dates or timestamps"),
                    e);
        }
    }

    static void checkColumns(TableLayout layout) {
        ColumnNames.forbidden(layout.schema(), layout.properties()).ifPresent(name -> {
            throw new PipelineException(
                    Problem.of(ErrorCode.TABLE_LAYOUT_INVALID, "The table cannot have a column `" + name + "`")
                            .because("Names of columns have no spaces and none of , ; { } ( ) =")
                            .remedy("Rename the column, or set the property " + ColumnNames.MAPPING + " to name"));
        });
        List<String> names = Arrays.asList(layout.schema().fieldNames());
        for (String column : layout.partitionColumns()) {
            if (!names.contains(column)) {
                throw new PipelineException(Problem.of(
                                ErrorCode.TABLE_LAYOUT_INVALID,
                                "The table is to be partitioned by " + column + ", which is not one of its columns")
                        .remedy("Columns: " + String.join(", ", names)));
            }
        }
        if (!names.isEmpty() && layout.partitionColumns().size() == names.size()) {
            throw new PipelineException(
                    Problem.of(ErrorCode.TABLE_LAYOUT_INVALID, "The table is partitioned by all of its columns")
                            .remedy("Leave at least one column that is no partition column"));
        }
    }
}
