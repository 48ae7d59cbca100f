package dev.tidewheel.engine.graph;

import dev.tidewheel.model.name.NameScope;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.StructType;

/**
 * The query of a published view, as everybody can run it: no variables, no parameters, all names in full.
 *
 * @param scope for whatever the text leaves open
 * @param queryColumns what the query calls its columns; the view may call them otherwise
 * @param columns of the view
 * @param settings of Spark under which the query is to be read
 */
public record PublishedQuery(
        String text, NameScope scope, List<String> queryColumns, StructType columns, Map<String, String> settings) {

    public PublishedQuery {
        queryColumns = List.copyOf(queryColumns);
        settings = Map.copyOf(settings);
    }
}
