package dev.tidewheel.engine.frontend.python.connect;

import dev.tidewheel.engine.frontend.python.source.PythonSources;
import dev.tidewheel.engine.spark.PlanRewrite;
import dev.tidewheel.model.name.NameScope;
import java.util.List;
import java.util.UUID;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connect.service.SessionHolder;
import org.apache.spark.sql.connect.service.SessionKey;
import org.apache.spark.sql.connect.service.SparkConnectService$;
import org.apache.spark.sql.connector.catalog.CatalogManager;
import org.apache.spark.sql.connector.catalog.SupportsNamespaces;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;

/** The session that the user's code knows as {@code spark}, on the server's side. Thread-safe. */
public final class UserSession implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UserSession.class);
    private static final String USER = "tidewheel";

    private final String id;
    private final SessionHolder holder;
    private final SharedFunctions functions;

    private UserSession(String id, SessionHolder holder) {
        this.id = id;
        this.holder = holder;
        this.functions = new SharedFunctions(holder.session());
    }

    /** Opens a session with the settings of {@code base}, in which short names are those of {@code scope}. */
    public static UserSession open(SparkSession base, NameScope scope) {
        String id = UUID.randomUUID().toString();
        UserSession user =
                new UserSession(id, SparkConnectService$.MODULE$.getOrCreateIsolatedSession(USER, id, Option.empty()));
        user.prepare(base);
        user.use(scope);
        return user;
    }

    /** The session that a client has opened. It is the client who closes it. */
    static UserSession of(SessionHolder holder) {
        return new UserSession(holder.sessionId(), holder);
    }

    /** The settings of {@code base} hold here, too. */
    public void prepare(SparkSession base) {
        SparkSession session = holder.session();
        SessionSettings.copy(base, session);
        // what a name stands for differs from query to query
        session.conf().set("spark.connect.session.planCache.enabled", "false");
        // rows and plans come as they are, so that what is in them is seen, and known in the sessions of flows
        session.conf().set("spark.sql.session.localRelationCacheThreshold", String.valueOf(Integer.MAX_VALUE));
        session.conf().set("spark.connect.session.planCompression.threshold", "-1");
    }

    /** From now on, short names are those of {@code scope}; its schema need not be there yet. */
    public void use(NameScope scope) {
        SparkSession session = holder.session();
        // Spark looks for the settings of catalogs in the session that is active in the thread
        session.withActive(() -> {
            CatalogManager catalogs = session.sessionState().catalogManager();
            catalogs.setCurrentCatalog(scope.catalog());
            String[] schema = {scope.schema()};
            if (catalogs.currentCatalog() instanceof SupportsNamespaces known && known.namespaceExists(schema)) {
                catalogs.setCurrentNamespace(schema);
            }
            return scope;
        });
    }

    public String id() {
        return id;
    }

    /** Spark's session behind it. */
    public SparkSession spark() {
        return holder.session();
    }

    /** The user's code finds these rows under the id that this gives, until {@link #takeBack}. */
    public String lend(Dataset<Row> rows) {
        String rowsId = UUID.randomUUID().toString();
        holder.cacheDataFrameById(rowsId, (org.apache.spark.sql.classic.Dataset<Row>) rows);
        return rowsId;
    }

    public void takeBack(String rowsId) {
        holder.removeCachedDataFrame(rowsId);
    }

    /** Ends what Spark does for the user's code. */
    public void interrupt() {
        holder.interruptAll();
    }

    /** From now on, functions that the user's code wants the results of at once are run by {@code python}. */
    public void runIn(WorkerPython python) {
        holder.session().experimental().extraOptimizations_$eq(PlanRewrite.toScala(List.of(python.rule())));
    }

    /** From now on, reads that the user's code wants done go to {@code reader}. */
    public void readThrough(PythonReader reader, PythonSources sources, WorkerPython python) {
        reading(reader, sources, python).registerFor(id);
    }

    Reading reading(PythonReader reader, PythonSources sources, WorkerPython python) {
        return new Reading(reader, sources, functions, python);
    }

    /** Functions that the user's code has registered in this session are known in {@code target} from now on. */
    void shareFunctions(SparkSession target, WorkerPython python) {
        functions.shareWith(target, python);
    }

    void shareFormat(String format, SparkSession target, WorkerPython python) {
        functions.shareFormat(format, target, python);
    }

    @Override
    public void close() {
        Reading.remove(id);
        try {
            SparkConnectService$.MODULE$.sessionManager().closeSession(new SessionKey(USER, id), false);
        } catch (NoClassDefFoundError e) {
            // the last thing that Spark closes are models of its machine learning, which is not part of this product
            LOG.debug("Spark did not look for models", e);
        }
    }
}
