package dev.tidewheel.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.TableIdentifier;
import org.apache.spark.sql.pipelines.graph.AllTables$;
import org.apache.spark.sql.pipelines.graph.FlowAnalysis;
import org.apache.spark.sql.pipelines.graph.GraphRegistrationContext;
import org.apache.spark.sql.pipelines.graph.NoTables$;
import org.apache.spark.sql.pipelines.graph.PipelineUpdateContextImpl;
import org.apache.spark.sql.pipelines.graph.QueryContext;
import org.apache.spark.sql.pipelines.graph.QueryOrigin;
import org.apache.spark.sql.pipelines.graph.SqlGraphRegistrationContext;
import org.apache.spark.sql.pipelines.graph.Table;
import org.apache.spark.sql.pipelines.graph.UntypedFlow;
import org.apache.spark.sql.pipelines.logging.PipelineEvent;
import org.apache.spark.sql.pipelines.logging.RunProgress;
import scala.Option;
import scala.collection.immutable.Map$;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/**
 * Runs one workload on Spark's declarative pipelines, with the settings that suit it best on one machine, in a process of
 * its own. Arguments: workload, data folder, work folder. Its SQL cannot stream files, so the first table is registered
 * as its Python client would.
 */
final class SparkProcess {

    private static final int NO_NEWS_RUNS = 2;

    private SparkProcess() {}

    public static void main(String[] arguments) throws Exception {
        Stopwatch watch = new Stopwatch();
        Workload workload = Workload.valueOf(arguments[0]);
        OrderData data = new OrderData(Path.of(arguments[1]));
        Path work = Path.of(arguments[2]);
        Path source = Files.createDirectories(work.resolve("source"));
        Links.add(workload.first(data), source);
        org.apache.spark.sql.classic.SparkSession session = session(work);
        update(session, workload, data, source, work);
        watch.report("cold");
        for (int i = 0; i < NO_NEWS_RUNS; i++) {
            update(session, workload, data, source, work);
            watch.report("nothing new");
        }
        Links.add(workload.more(data), source);
        watch.restart();
        update(session, workload, data, source, work);
        watch.report("+1 %");
        System.out.println("ROWS\t"
                + session.table(workload == Workload.ETL ? "customer_daily" : "t12")
                        .count());
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    private static org.apache.spark.sql.classic.SparkSession session(Path work) {
        SparkSession session = SparkSession.builder()
                .master("local[2]")
                .appName("peer")
                .config(
                        "spark.sql.warehouse.dir",
                        work.resolve("warehouse").toUri().toString())
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.sources.default", "delta")
                .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
                .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
                .config("spark.sql.shuffle.partitions", "4")
                .config("spark.databricks.delta.snapshotPartitions", "2")
                .config("spark.ui.enabled", "false")
                .getOrCreate();
        session.sparkContext().setLogLevel("ERROR");
        return (org.apache.spark.sql.classic.SparkSession) session;
    }

    private static void update(
            org.apache.spark.sql.classic.SparkSession session,
            Workload workload,
            OrderData data,
            Path source,
            Path work) {
        org.apache.spark.sql.classic.SparkSession.setActiveSession(session);
        GraphRegistrationContext graph = new GraphRegistrationContext("spark_catalog", "default", none());
        TableIdentifier bronze =
                new TableIdentifier(workload.bronze(), Option.apply("default"), Option.apply("spark_catalog"));
        QueryOrigin origin = new QueryOrigin(
                Option.empty(),
                Option.empty(),
                Option.empty(),
                Option.empty(),
                Option.empty(),
                Option.empty(),
                Option.empty());
        graph.registerTable(new Table(
                bronze,
                Option.empty(),
                Option.empty(),
                Option.empty(),
                Option.empty(),
                none(),
                Option.empty(),
                origin,
                true,
                Option.empty()));
        org.apache.spark.sql.classic.Dataset<?> files = (org.apache.spark.sql.classic.Dataset<?>)
                session.readStream().schema(OrderData.SCHEMA).json(source.toString());
        graph.registerFlow(new UntypedFlow(
                bronze,
                bronze,
                FlowAnalysis.createFlowFunctionFromLogicalPlan(
                        files.queryExecution().logical()),
                new QueryContext(Option.apply("spark_catalog"), Option.apply("default")),
                none(),
                false,
                origin));
        new SqlGraphRegistrationContext(graph).processSqlFile(workload.sql(data), "pipeline.sql", session);
        List<PipelineEvent> events = new CopyOnWriteArrayList<>();
        PipelineUpdateContextImpl update = new PipelineUpdateContextImpl(
                graph.toDataflowGraph(),
                new AbstractFunction1<PipelineEvent, BoxedUnit>() {
                    @Override
                    public BoxedUnit apply(PipelineEvent event) {
                        events.add(event);
                        return BoxedUnit.UNIT;
                    }
                },
                AllTables$.MODULE$,
                NoTables$.MODULE$,
                work.resolve("storage").toUri().toString());
        update.pipelineExecution().runPipeline();
        boolean completed = events.stream()
                .filter(event -> event.details() instanceof RunProgress)
                .reduce((first, second) -> second)
                .filter(event -> event.messageWithError().contains("COMPLETED"))
                .isPresent();
        if (!completed) {
            events.forEach(event -> System.err.println(event.messageWithError()));
            Runtime.getRuntime().halt(1);
        }
    }

    private static scala.collection.immutable.Map<String, String> none() {
        return Map$.MODULE$.<String, String>empty();
    }
}
