package dev.tidewheel.engine.event.query;

import dev.tidewheel.engine.spark.ColonPaths;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;
import scala.Tuple3;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/**
 * Makes a Spark session understand {@code event_log(…)} and colon paths into JSON strings, also in views and subqueries.
 * Pass it to {@code SparkSession.Builder.withExtensions}.
 */
public final class EventLogExtension extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {
    private final EventLogFunction eventLog;

    /** @param storageOf gives the storage for the id or name of a pipeline, or for the name of a table of it */
    public EventLogExtension(Function<String, Optional<String>> storageOf) {
        this.eventLog = new EventLogFunction(storageOf);
    }

    @Override
    public BoxedUnit apply(SparkSessionExtensions extensions) {
        extensions.injectFunction(new Tuple3<>(ColonPaths.function(), ColonPaths.info(), ColonPaths.builder()));
        // hints are resolved before anything else: later, Spark has already refused what it does not know
        extensions.injectHintResolutionRule(new RuleBuilder(eventLog));
        return BoxedUnit.UNIT;
    }

    private static final class RuleBuilder extends AbstractFunction1<SparkSession, Rule<LogicalPlan>> {
        private final EventLogFunction eventLog;

        RuleBuilder(EventLogFunction eventLog) {
            this.eventLog = eventLog;
        }

        @Override
        public Rule<LogicalPlan> apply(SparkSession session) {
            return new EventLogRule((org.apache.spark.sql.classic.SparkSession) session, eventLog);
        }
    }

    private static final class EventLogRule extends Rule<LogicalPlan> {
        private final org.apache.spark.sql.classic.SparkSession session;
        private final EventLogFunction eventLog;

        EventLogRule(org.apache.spark.sql.classic.SparkSession session, EventLogFunction eventLog) {
            this.session = session;
            this.eventLog = eventLog;
        }

        @Override
        public LogicalPlan apply(LogicalPlan plan) {
            return ColonPaths.rewrite(eventLog.resolve(session, plan));
        }
    }
}
