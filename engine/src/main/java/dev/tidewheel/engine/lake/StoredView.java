package dev.tidewheel.engine.lake;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.connector.catalog.CatalogV2Util;
import org.apache.spark.sql.connector.catalog.View;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A view of the catalog.
 *
 * @param catalog for names in the query without one, null if there is none
 * @param namespace for names in the query without one
 * @param queryColumns what the query calls its columns
 * @param schema what the view calls them
 * @param settings of Spark under which the query is read
 */
public record StoredView(
        String query,
        @Nullable String catalog,
        List<String> namespace,
        List<String> queryColumns,
        StructType schema,
        Map<String, String> properties,
        Map<String, String> settings) {

    public StoredView {
        namespace = List.copyOf(namespace);
        queryColumns = List.copyOf(queryColumns);
        properties = Map.copyOf(properties);
        settings = Map.copyOf(settings);
    }

    static StoredView of(View view) {
        return new StoredView(
                view.queryText(),
                view.currentCatalog(),
                List.of(view.currentNamespace()),
                List.of(view.queryColumnNames()),
                view.schema(),
                view.properties(),
                view.sqlConfigs());
    }

    View toView() {
        View.Builder builder = new View.Builder()
                .withColumns(CatalogV2Util.structTypeToV2Columns(schema, true))
                .withProperties(properties)
                .withQueryText(query)
                .withCurrentNamespace(namespace.toArray(String[]::new))
                .withSqlConfigs(settings)
                .withQueryColumnNames(queryColumns.toArray(String[]::new))
                .withSchemaMode("COMPENSATION");
        if (catalog != null) {
            builder.withCurrentCatalog(catalog);
        }
        return builder.build();
    }

    /** True if storing one or the other makes no difference. */
    public boolean sameAs(StoredView other) {
        return of(toView()).equals(of(other.toView()));
    }
}
