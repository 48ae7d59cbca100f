package dev.tidewheel.engine.frontend.python.connect;

import dev.tidewheel.engine.spark.PlanRewrite;
import java.util.function.BiPredicate;
import org.apache.spark.sql.classic.SparkSession;
import scala.Tuple2;

/** Settings that a session of Spark takes over from another. Stateless. */
public final class SessionSettings {

    private static final String CATALOGS = "spark.sql.catalog.";

    private SessionSettings() {}

    /** Settings of {@code base} that can be changed, catalogs included, hold in {@code target}, too. */
    public static void copy(SparkSession base, SparkSession target) {
        copy(base, target, (key, value) -> true);
    }

    /** The same for those that {@code wanted} takes. */
    public static void copy(SparkSession base, SparkSession target, BiPredicate<String, String> wanted) {
        for (Tuple2<String, String> entry :
                PlanRewrite.toJava(base.conf().getAll().toSeq())) {
            // catalogs have names of their own, so Spark does not list them among the settings that can be changed
            if ((target.conf().isModifiable(entry._1()) || entry._1().startsWith(CATALOGS))
                    && wanted.test(entry._1(), entry._2())) {
                target.conf().set(entry._1(), entry._2());
            }
        }
    }
}
