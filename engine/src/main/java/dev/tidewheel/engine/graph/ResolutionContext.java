package dev.tidewheel.engine.graph;

import dev.tidewheel.engine.lake.TableSnapshot;
import dev.tidewheel.engine.source.connector.ConnectedSource;
import dev.tidewheel.engine.source.connector.ConnectorOptions;
import dev.tidewheel.engine.source.file.FileSource;
import dev.tidewheel.engine.source.schema.FileSchema;
import dev.tidewheel.model.name.NameScope;
import dev.tidewheel.model.name.TableName;
import dev.tidewheel.model.text.SourceLocation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTableValuedFunction;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.trees.Origin;
import org.apache.spark.sql.classic.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * What resolution may look at outside the definitions. Nothing here writes. Safe for use by several threads.
 */
public interface ResolutionContext {

    /** The session in which queries with these settings of their own are analysed. */
    SparkSession session(Map<String, String> configuration);

    NameScope defaults();

    /** A text that changes when functions do that can be called by name; empty if there are none. */
    String code();

    /** The stored state of a table, of this pipeline or not, by its full name; empty if it is not stored here. */
    Optional<TableSnapshot> stored(TableName name);

    /** The stored state of a table by its path, platform paths resolved. */
    Optional<TableSnapshot> storedAt(String path);

    /** True if the update computes this table from the beginning, so that what is stored of it does not count. */
    boolean startsAnew(TableName name);

    /** A published view of the catalog that the pipeline does not define; empty if there is none. */
    Optional<PublishedQuery> publishedView(TableName name);

    /** A path of a query, with mounts applied. */
    String resolvePath(String path);

    /** Names of tables that could be meant by a misspelt one. */
    List<String> knownTables(NameScope scope);

    /** True if Spark itself knows catalogs by this name besides ours. */
    boolean isForeignCatalog(String catalog);

    /**
     * Files given to a table function such as {@code read_files}; empty if it is no such function.
     *
     * @param places where in the user's files a part of the query stands
     */
    Optional<FileSource> files(
            UnresolvedTableValuedFunction function, Function<Origin, @Nullable SourceLocation> places);

    /** Files given as {@code format.`path`}; empty if it is not that. */
    Optional<FileSource> files(UnresolvedRelation relation, Function<Origin, @Nullable SourceLocation> places);

    /** What a connector reads for a table function such as {@code read_kafka}; empty if no connector has it. */
    Optional<ConnectedSource> connected(
            UnresolvedTableValuedFunction function, Function<Origin, @Nullable SourceLocation> places);

    /** What a connector reads for {@code format(name)}; empty if no connector has it. */
    Optional<ConnectedSource> connected(String format, ConnectorOptions options, boolean streaming);

    /** The same for functions such as {@code read_pulsar} that Spark reads with a data source of others. */
    Optional<LogicalPlan> foreign(
            UnresolvedTableValuedFunction function, Function<Origin, @Nullable SourceLocation> places);

    /** The same for {@code format(name)}; empty to have Spark look for a data source of the name. */
    Optional<LogicalPlan> foreign(String format, ConnectorOptions options, boolean streaming);

    /** What Spark reads by the name of a data source; the values of secrets are put in. */
    LogicalPlan dataSource(String format, ConnectorOptions options, boolean streaming);

    /**
     * Schema of {@code source}; for a stream the one that {@code flow} stored when it first ran, if it did.
     *
     * @param reader full name of the flow or view that reads
     */
    FileSchema schema(FileSource source, boolean streaming, TableName reader);

    /** Options with values in the place of references to secrets. */
    Map<String, String> revealed(Map<String, String> options);

    /** The value of a secret, for query functions that ask for it. */
    String secret(String scope, String key);

    /** Other table functions of ours, such as {@code event_log}; empty to leave it to Spark. */
    Optional<LogicalPlan> tableFunction(UnresolvedTableValuedFunction function);
}
