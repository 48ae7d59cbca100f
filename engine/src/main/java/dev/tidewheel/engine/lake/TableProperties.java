package dev.tidewheel.engine.lake;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.delta.DeltaConfigs;
import scala.collection.immutable.Map$;
import scala.jdk.javaapi.CollectionConverters;

/** Properties of Delta tables: those that begin with {@code delta.} have to be known and to have a value that fits. */
public final class TableProperties {

    private TableProperties() {}

    /**
     * The properties in Delta's spelling.
     *
     * @throws PipelineException TABLE_LAYOUT_INVALID for the first one that Delta refuses
     */
    public static Map<String, String> validated(Map<String, String> properties) {
        Map<String, String> valid = new HashMap<>();
        properties.forEach((name, value) -> valid.putAll(one(name, value)));
        return valid;
    }

    private static Map<String, String> one(String name, String value) {
        scala.collection.immutable.Map<String, String> property = Map$.MODULE$.empty();
        try {
            return CollectionConverters.asJava(DeltaConfigs.validateConfigurations(property.updated(name, value)));
        } catch (RuntimeException e) {
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new PipelineException(
                    Problem.of(
                                    ErrorCode.TABLE_LAYOUT_INVALID,
                                    "the property `" + name + "` of the table cannot be `" + value + "`")
                            .because(
                                    reason.replaceFirst("^\\[[A-Z0-9_.]+] ", "").replaceFirst("\\.$", ""))
                            .remedy("correct the table's properties"),
                    e);
        }
    }
}
