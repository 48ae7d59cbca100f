package dev.tidewheel.engine.lake;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.classic.SparkSession;
import scala.jdk.javaapi.CollectionConverters;

/** Properties that the session gives to new tables, as delta-spark does. */
final class SessionDefaults {
    private static final String PREFIX = "spark.databricks.delta.properties.defaults.";

    private SessionDefaults() {}

    static TableLayout apply(SparkSession session, TableLayout layout) {
        Map<String, String> properties = new HashMap<>();
        CollectionConverters.asJava(session.sessionState().conf().getAllConfs()).forEach((key, value) -> {
            if (key.startsWith(PREFIX)) {
                properties.put("delta." + key.substring(PREFIX.length()), value);
            }
        });
        if (properties.isEmpty()) {
            return layout;
        }
        properties.putAll(layout.properties());
        return layout.withProperties(properties);
    }
}
