package dev.tidewheel.engine.graph;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.internal.SQLConf;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The settings of a session that decide which rows a query gives, as they are in force. Settings that only decide how
 * fast, or that follow the machine, are not among them. Stateless.
 */
final class ResultSettings {

    private static final List<String> NAMES = List.of(
            "spark.sql.ansi.enabled",
            "spark.sql.caseSensitive",
            "spark.sql.charAsVarchar",
            "spark.sql.columnNameOfCorruptRecord",
            "spark.sql.decimalOperations.allowPrecisionLoss",
            "spark.sql.files.ignoreCorruptFiles",
            "spark.sql.files.ignoreMissingFiles",
            "spark.sql.groupByAliases",
            "spark.sql.groupByOrdinal",
            "spark.sql.jsonGenerator.ignoreNullFields",
            "spark.sql.mapKeyDedupPolicy",
            "spark.sql.orderByOrdinal",
            "spark.sql.session.timeZone",
            "spark.sql.storeAssignmentPolicy",
            "spark.sql.timestampType");

    /** Of these all count that are set. */
    private static final List<String> PREFIXES = List.of("spark.sql.ansi.", "spark.sql.legacy.", "spark.sql.parser.");

    private ResultSettings() {}

    static Map<String, String> of(SparkSession session) {
        SQLConf conf = session.sessionState().conf();
        Map<String, String> found = new TreeMap<>();
        CollectionConverters.asJava(conf.getAllConfs()).forEach((key, value) -> {
            if (PREFIXES.stream().anyMatch(key::startsWith)) {
                found.put(key, value);
            }
        });
        NAMES.forEach(name -> found.put(name, conf.getConfString(name)));
        return found;
    }
}
