package dev.tidewheel.engine;

import dev.tidewheel.engine.flow.FlowExecutor;
import dev.tidewheel.engine.lake.Lake;
import dev.tidewheel.engine.lake.StoredViews;
import dev.tidewheel.engine.lake.TableLinks;
import dev.tidewheel.engine.plan.FormerPlaces;
import dev.tidewheel.engine.plan.InputAccess;
import dev.tidewheel.engine.plan.Owner;
import dev.tidewheel.engine.plan.Planner;
import dev.tidewheel.engine.plan.StorageLayout;
import dev.tidewheel.engine.plan.StreamCheckpoints;
import dev.tidewheel.engine.secret.Secrets;
import dev.tidewheel.model.name.TableName;
import dev.tidewheel.model.settings.PipelineSettings;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.classic.SparkSession;

/**
 * What needs a session: everything that an engine has on it. Immutable.
 *
 * @param sessions of flows, which have settings of their own
 */
record EngineParts(
        SparkSession session,
        FlowSessions sessions,
        Lake lake,
        StoredViews views,
        StorageLayout storage,
        StoredTables tables,
        TableLinks links,
        InputAccess inputs,
        StreamCheckpoints checkpoints,
        Planner planner,
        FlowExecutor executor) {

    /** @param paths of tables that are not where the storage has them by default */
    static EngineParts build(
            PipelineSettings settings,
            Secrets secrets,
            SparkSession base,
            Map<TableName, String> paths,
            Lake lake,
            FlowSessions sessions) {
        StorageLayout storage = new StorageLayout(storageRoot(settings), paths);
        InputAccess inputs = new InputAccess(lake, storage);
        Configuration hadoop = base.sessionState().newHadoopConf();
        StoredViews views = new StoredViews(hadoop);
        TableLinks links = new TableLinks(hadoop);
        StreamCheckpoints checkpoints = new StreamCheckpoints(storage, hadoop);
        Planner planner = new Planner(
                lake,
                views,
                storage,
                inputs,
                checkpoints,
                new FormerPlaces(lake, storage, links),
                new Owner(settings.id(), settings.name()),
                settings.defaultScope());
        return new EngineParts(
                base,
                sessions,
                lake,
                views,
                storage,
                new StoredTables(storage, hadoop),
                links,
                inputs,
                checkpoints,
                planner,
                new FlowExecutor(
                        lake,
                        inputs,
                        checkpoints,
                        planner,
                        new EngineSinkPlaces(settings, sessions, storage, lake, secrets)));
    }

    /** Where a pipeline keeps everything, without a slash at the end. */
    static String storageRoot(PipelineSettings settings) {
        String root = settings.storage();
        return root.endsWith("/") ? root.substring(0, root.length() - 1) : root;
    }
}
