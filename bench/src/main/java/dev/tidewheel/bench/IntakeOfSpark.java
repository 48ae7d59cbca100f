package dev.tidewheel.bench;

import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;

/**
 * What somebody writes by hand with Structured Streaming and delta-spark, with default settings. Arguments: intake, place,
 * work folder. Prints wall and CPU time from the moment when the session is there, and how many rows have come out.
 */
final class IntakeOfSpark {

    private IntakeOfSpark() {}

    public static void main(String[] arguments) throws Exception {
        Intake intake = Intake.valueOf(arguments[0]);
        Path work = Path.of(arguments[2]);
        SparkSession session = SparkSession.builder()
                .master("local[2]")
                .appName("by hand")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
                .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
                .getOrCreate();
        session.sparkContext().setLogLevel("ERROR");
        session.range(1).count();
        Stopwatch watch = new Stopwatch();
        watch.restart();
        if (intake == Intake.KAFKA) {
            write(
                    session.readStream()
                            .format("kafka")
                            .option("kafka.bootstrap.servers", arguments[1])
                            .option("subscribe", Intake.TOPIC)
                            .option("startingOffsets", "earliest")
                            .load()
                            .selectExpr(Intake.RECORD.split(", ")),
                    work,
                    "records");
        } else {
            write(session.readStream().schema(OrderData.SCHEMA).json(arguments[1]), work, "bronze");
            Dataset<Row> silver = session.readStream()
                    .format("delta")
                    .load(Intake.table(work, "bronze"))
                    .where(Intake.FILTER);
            for (String rule : Intake.RULES) {
                silver = silver.where(rule);
            }
            write(silver.selectExpr(columns(Intake.SILVER)), work, "silver");
        }
        watch.report(intake.name());
        System.out.println("ROWS\t"
                + session.read()
                        .format("delta")
                        .load(Intake.table(work, intake.last()))
                        .count());
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    private static String[] columns(String list) {
        return list.split(", (?![^(]*\\))");
    }

    private static void write(Dataset<Row> rows, Path work, String table) throws Exception {
        rows.writeStream()
                .format("delta")
                .option(
                        "checkpointLocation",
                        work.resolve("checkpoints").resolve(table).toString())
                .trigger(Trigger.AvailableNow())
                .start(Intake.table(work, table))
                .awaitTermination();
    }
}
