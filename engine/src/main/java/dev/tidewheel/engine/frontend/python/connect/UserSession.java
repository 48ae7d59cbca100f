package dev.tidewheel.engine.frontend.python.connect;

import dev.tidewheel.engine.frontend.python.source.PythonSources;
import dev.tidewheel.engine.spark.PlanRewrite;
import dev.tidewheel.model.name.NameScope;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connect.service.SessionHolder;
import org.apache.spark.sql.connect.service.SessionKey;
import org.apache.spark.sql.connect.service.SparkConnectService$;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Function1;
import scala.Option;
import scala.Tuple2;
import scala.collection.immutable.Seq;

/** The session that the user's code knows as {@code spark}, on the server's side. Thread-safe. */
public final class UserSession implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UserSession.class);
    private static final String USER = "tidewheel";
    private static final String CATALOGS = "spark.sql.catalog.";

    private final String id;
    private final SessionHolder holder;
    private final Map<SparkSession, Set<String>> shared = new ConcurrentHashMap<>();

    private UserSession(String id, SessionHolder holder) {
        this.id = id;
        this.holder = holder;
    }

    /** Opens a session with the settings of {@code base}, in which short names are those of {@code scope}. */
    public static UserSession open(SparkSession base, NameScope scope) {
        String id = UUID.randomUUID().toString();
        SessionHolder holder = SparkConnectService$.MODULE$.getOrCreateIsolatedSession(USER, id, Option.empty());
        SparkSession session = holder.session();
        for (Tuple2<String, String> entry :
                PlanRewrite.toJava(base.conf().getAll().toSeq())) {
            // catalogs have names of their own, so Spark does not list them among the settings that can be changed
            if (session.conf().isModifiable(entry._1()) || entry._1().startsWith(CATALOGS)) {
                session.conf().set(entry._1(), entry._2());
            }
        }
        // what a name stands for differs from query to query
        session.conf().set("spark.connect.session.planCache.enabled", "false");
        // Spark looks for the settings of catalogs in the session that is active in the thread
        return session.withActive(() -> {
            session.sessionState().catalogManager().setCurrentCatalog(scope.catalog());
            session.sessionState().catalogManager().setCurrentNamespace(new String[] {scope.schema()});
            return new UserSession(id, holder);
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

    /** From now on, reads that the user's code wants done go to {@code reader}. */
    public void readThrough(PythonReader reader, PythonSources sources) {
        new Reading(reader, sources).registerFor(id);
    }

    /** Like {@link #readThrough} while {@code action} lasts. One at a time. */
    public <T> T readThrough(PythonReader reader, PythonReader otherwise, PythonSources sources, Supplier<T> action) {
        readThrough(reader, sources);
        try {
            return action.get();
        } finally {
            readThrough(otherwise, sources);
        }
    }

    /**
     * Functions that the user's code has registered in this session are known in {@code target} from now on.
     *
     * @param prepared what to do with a call of one
     */
    public void shareFunctions(SparkSession target, UnaryOperator<Expression> prepared) {
        FunctionRegistry own = holder.session().sessionState().functionRegistry();
        FunctionRegistry others = target.sessionState().functionRegistry();
        Set<String> known = shared.computeIfAbsent(target, key -> ConcurrentHashMap.newKeySet());
        for (FunctionIdentifier name : PlanRewrite.toJava(own.listFunction())) {
            if (known.contains(name.toString()) || !others.functionExists(name)) {
                Function1<Seq<Expression>, Expression> builder =
                        own.lookupFunctionBuilder(name).get();
                others.registerFunction(
                        name, own.lookupFunction(name).get(), arguments -> prepared.apply(builder.apply(arguments)));
                known.add(name.toString());
            }
        }
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
