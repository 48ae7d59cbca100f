package dev.tidewheel.api;

import java.util.Map;
import org.apache.spark.sql.types.StructType;

/**
 * What streaming tables and materialized views have in common.
 *
 * @param <B> the kind of table
 */
public interface TableBuilder<B extends TableBuilder<B>> extends DatasetBuilder<B> {

    /**
     * The columns of the table, as between the parentheses of {@code CREATE TABLE}: {@code "id BIGINT NOT NULL COMMENT
     * 'of the order', amount DECIMAL(12,2), day DATE GENERATED ALWAYS AS (CAST(at AS DATE)), PRIMARY KEY (id)"}.
     * Without it they are taken from the query.
     */
    B schema(String ddl);

    /** The columns of the table; comments, {@code NOT NULL}, defaults and generation expressions of the fields count. */
    B schema(StructType schema);

    /** Columns whose values divide the table's files into folders; not together with clustering. */
    B partitionedBy(String... columns);

    /** Columns by which rows are kept together (liquid clustering); not together with partitioning. */
    B clusterBy(String... columns);

    /** The engine chooses by what rows are kept together; columns of {@link #clusterBy}, if given, are where it begins. */
    B clusterByAuto();

    /** A table property. */
    B property(String key, String value);

    /** Several table properties. */
    B properties(Map<String, String> properties);

    /** Only this pipeline sees the table: it is stored, but not published in the catalog. */
    B privateTable();

    /** Keeps the table in this folder or place of an object store, instead of the pipeline's storage. */
    B path(String path);
}
