package dev.tidewheel.engine.lake;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.CatalogV2Util;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.IdentityColumnSpec;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** What a {@code CREATE TABLE} statement asks for, as a layout. */
final class CatalogLayout {
    /** Spark's own notes on a table; they are no properties of it. */
    private static final Set<String> RESERVED = Set.of(
            TableCatalog.PROP_COMMENT,
            TableCatalog.PROP_LOCATION,
            TableCatalog.PROP_PROVIDER,
            TableCatalog.PROP_OWNER,
            TableCatalog.PROP_EXTERNAL,
            TableCatalog.PROP_IS_MANAGED_LOCATION,
            TableCatalog.PROP_TABLE_TYPE);

    private CatalogLayout() {}

    static TableLayout of(Column[] columns, Transform[] transforms, Map<String, String> given) {
        List<String> partitions = new ArrayList<>();
        List<String> clustering = new ArrayList<>();
        for (Transform transform : transforms) {
            String kind = transform.name().toLowerCase(Locale.ROOT);
            if (kind.equals("identity")) {
                partitions.add(String.join(".", transform.references()[0].fieldNames()));
            } else if (kind.contains("cluster_by")) {
                for (NamedReference reference : transform.references()) {
                    clustering.add(String.join(".", reference.fieldNames()));
                }
            } else {
                throw new UnsupportedOperationException("A Delta table cannot be partitioned by " + transform);
            }
        }
        Map<String, String> properties = new HashMap<>();
        given.forEach((key, value) -> {
            if (!RESERVED.contains(key) && !key.startsWith(TableCatalog.OPTION_PREFIX)) {
                properties.put(key, value);
            }
        });
        StructType schema = schema(columns);
        if (Arrays.stream(schema.fields()).anyMatch(field -> field.metadata().contains("CURRENT_DEFAULT"))) {
            properties.put("delta.feature.allowColumnDefaults", "supported");
        }
        return new TableLayout(schema, partitions, clustering, properties, given.get(TableCatalog.PROP_COMMENT));
    }

    private static StructType schema(Column[] columns) {
        StructField[] fields = new StructField[columns.length];
        StructType plain = CatalogV2Util.v2ColumnsToStructType(columns);
        for (int i = 0; i < columns.length; i++) {
            StructField field = plain.fields()[i];
            MetadataBuilder metadata = new MetadataBuilder().withMetadata(field.metadata());
            String generated = columns[i].generationExpression();
            if (generated != null) {
                metadata.remove("generationExpression").putString("delta.generationExpression", generated);
            }
            IdentityColumnSpec identity = columns[i].identityColumnSpec();
            if (identity != null) {
                metadata.remove("identity.start").remove("identity.step").remove("identity.allowExplicitInsert");
                metadata.putLong("delta.identity.start", identity.getStart());
                metadata.putLong("delta.identity.step", identity.getStep());
                metadata.putBoolean("delta.identity.allowExplicitInsert", identity.isAllowExplicitInsert());
            }
            fields[i] = new StructField(field.name(), field.dataType(), field.nullable(), metadata.build());
        }
        return new StructType(fields);
    }
}
