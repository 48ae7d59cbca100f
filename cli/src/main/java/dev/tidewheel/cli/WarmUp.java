package dev.tidewheel.cli;

import dev.tidewheel.cli.output.Console;
import dev.tidewheel.cli.project.Language;
import dev.tidewheel.cli.project.NewProject;
import dev.tidewheel.cli.project.Template;
import dev.tidewheel.engine.session.EngineLog;
import dev.tidewheel.engine.session.SessionOptions;
import dev.tidewheel.engine.session.SparkSessions;
import dev.tidewheel.engine.session.WorkSize;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ServiceLoader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;

/**
 * Does a little of everything, so that the launcher can note which classes that takes. Its argument is an empty folder.
 * A failure costs nothing but a slower start later.
 */
final class WarmUp {

    private WarmUp() {}

    public static void main(String[] arguments) {
        Tidewheel.keepLogsQuiet();
        Path folder = Path.of(arguments[0]);
        Path project = folder.resolve("project");
        Console silent = Console.of(OutputStream.nullOutputStream(), OutputStream.nullOutputStream());
        NewProject.in(project, Template.SHOP, Language.SQL);
        SparkSession session = SparkSessions.open(
                SessionOptions.local("warm-up").withLog(new EngineLog.ToFile(folder.resolve("log"))));
        for (WorkSize size : WorkSize.values()) {
            size.applyTo(session);
            readAndWrite(session, project, folder.resolve(size.name()));
        }
        CommandLine commandLine = Tidewheel.commandLine(silent);
        ServiceLoader.load(EngineCommands.class)
                .findFirst()
                .ifPresent(engine -> Tidewheel.addEngineCommands(commandLine, engine, silent));
        String spec = project.toString();
        commandLine.execute("validate", spec);
        commandLine.execute("run", spec);
        commandLine.execute("run", spec);
        commandLine.execute("query", spec, "SELECT * FROM customer_totals");
        Runtime.getRuntime().exit(0);
    }

    private static void readAndWrite(SparkSession session, Path project, Path target) {
        Dataset<Row> orders = session.read()
                .schema("order_id BIGINT, customer_id BIGINT, amount STRING, ordered_at STRING")
                .json(project.resolve("data/orders").toString())
                .selectExpr("*", "try_cast(amount AS DECIMAL(12,2)) AS value", "CAST(ordered_at AS TIMESTAMP) AS time");
        orders.filter("value > 0")
                .write()
                .format("delta")
                .save(target.resolve("orders").toString());
        Dataset<Row> customers = session.read()
                .option("header", true)
                .csv(project.resolve("data/customers").toString());
        session.read()
                .format("delta")
                .load(target.resolve("orders").toString())
                .join(customers, "customer_id")
                .groupBy("country")
                .agg(org.apache.spark.sql.functions.expr("sum(value) AS total"))
                .write()
                .parquet(target.resolve("totals").toString());
        session.read().parquet(target.resolve("totals").toString()).collectAsList();
    }
}
