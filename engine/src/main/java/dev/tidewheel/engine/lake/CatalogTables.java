package dev.tidewheel.engine.lake;

import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.DeltaTimeTravelSpec;
import org.apache.spark.sql.delta.catalog.DeltaTableV2;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.immutable.Map$;

/** delta-spark's tables over the folders of a catalog. */
final class CatalogTables {

    private CatalogTables() {}

    static DeltaTableV2 load(SparkSession session, Path folder, String name) {
        return at(session, folder, name, null);
    }

    static DeltaTableV2 atVersion(SparkSession session, Path folder, String name, String version) {
        return at(
                session,
                folder,
                name,
                new DeltaTimeTravelSpec(
                        Option.empty(),
                        Option.apply((Object) Long.parseLong(version)),
                        Option.apply("catalog"),
                        false));
    }

    static DeltaTableV2 atTimestamp(SparkSession session, Path folder, String name, long micros) {
        Expression moment = new Literal(micros, DataTypes.TimestampType);
        return at(
                session,
                folder,
                name,
                new DeltaTimeTravelSpec(Option.apply(moment), Option.empty(), Option.apply("catalog"), false));
    }

    /** The folder of the Delta table that {@code delta.`path`} names, if it is one. */
    static Optional<Path> byPath(SparkSession session, Identifier identifier) {
        // what delta-spark remembers of a folder may be that it was no table yet
        return isPath(identifier)
                        && DeltaLog.forTable(session, identifier.name())
                                        .update(false, Option.empty(), Option.empty())
                                        .version()
                                >= 0
                ? Optional.of(new Path(identifier.name()))
                : Optional.empty();
    }

    /** True if the name is {@code delta.`path`}. */
    static boolean isPath(Identifier identifier) {
        return identifier.namespace().length == 1
                && identifier.namespace()[0].equalsIgnoreCase("delta")
                && new Path(identifier.name()).isAbsolute();
    }

    private static DeltaTableV2 at(
            SparkSession session, Path folder, String name, @Nullable DeltaTimeTravelSpec moment) {
        return DeltaTableV2.apply(
                session, folder, Option.empty(), Option.apply(name), Map$.MODULE$.empty(), Option.apply(moment));
    }

    static TableCatalog deltaCatalog(SparkSession session) {
        return (TableCatalog) session.sessionState().catalogManager().catalog("spark_catalog");
    }
}
