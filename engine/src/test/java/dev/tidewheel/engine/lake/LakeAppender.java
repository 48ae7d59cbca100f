package dev.tidewheel.engine.lake;

import dev.tidewheel.engine.testing.TestSession;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Appends batches of ten rows to a table, each with a transaction, beginning after the last that is in the log.
 * Arguments: path, application, number of the last batch.
 */
public final class LakeAppender {

    private LakeAppender() {}

    public static void main(String[] arguments) {
        String path = arguments[0];
        String application = arguments[1];
        long end = Long.parseLong(arguments[2]);
        SparkSession session = TestSession.get();
        try (Lake lake = new Lake(session)) {
            lake.create(
                    path, TableLayout.of(StructType.fromDDL("app STRING, n BIGINT")), CommitNote.of("CREATE TABLE"));
            for (long batch = lake.latestTransaction(path, application) + 1; batch <= end; batch++) {
                append(session, lake, path, application, batch);
                System.out.println("committed " + batch);
            }
        }
        session.stop();
    }

    static void append(SparkSession session, Lake lake, String path, String application, long batch) {
        lake.append(
                path,
                session.sql("SELECT '" + application + "' AS app, id AS n FROM range(" + batch * 10 + ", "
                        + (batch + 1) * 10 + ", 1, 2)"),
                CommitNote.of("WRITE")
                        .withTransaction(application, batch)
                        .withDomain("tidewheel.flow." + application, "{\"batch\":" + batch + "}"));
    }
}
