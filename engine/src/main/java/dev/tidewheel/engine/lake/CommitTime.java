package dev.tidewheel.engine.lake;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import org.apache.spark.sql.catalyst.util.DateTimeUtils;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.unsafe.types.UTF8String;
import scala.Option;

/** Moments in the options of streams. */
final class CommitTime {

    private CommitTime() {}

    /** Milliseconds since 1970, rounded up: a commit's own time has no finer parts. */
    static long parse(SparkSession session, String table, String timestamp) {
        Option<Object> micros = DateTimeUtils.stringToTimestamp(
                UTF8String.fromString(timestamp),
                DateTimeUtils.getZoneId(session.sessionState().conf().sessionLocalTimeZone()));
        if (micros.isEmpty()) {
            throw new PipelineException(Problem.of(
                            ErrorCode.SOURCE_OPTION_INVALID,
                            "The stream of the table " + table + ": startingTimestamp cannot be read: " + timestamp)
                    .remedy("Write it as 2026-01-31 or 2026-01-31 12:00:00"));
        }
        return -Math.floorDiv(-(Long) micros.get(), 1000L);
    }
}
