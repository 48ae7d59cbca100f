package dev.tidewheel.bench;

import dev.tidewheel.engine.EngineOptions;
import dev.tidewheel.engine.PipelineEngine;
import dev.tidewheel.engine.UpdateRequest;
import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.run.UpdateResult;
import dev.tidewheel.engine.session.EngineLog;
import dev.tidewheel.model.settings.PipelineFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Runs one workload on Tidewheel in a process of its own. Arguments: workload, data folder, work folder. */
final class TidewheelProcess {

    private static final int NO_NEWS_RUNS = 5;

    private TidewheelProcess() {}

    public static void main(String[] arguments) throws Exception {
        Stopwatch watch = new Stopwatch();
        Workload workload = Workload.valueOf(arguments[0]);
        OrderData data = new OrderData(Path.of(arguments[1]));
        Path work = Path.of(arguments[2]);
        Path source = Files.createDirectories(work.resolve("source"));
        Links.add(workload.first(data), source);
        Path file = work.resolve("pipeline.sql");
        Files.writeString(
                file,
                "CREATE STREAMING TABLE " + workload.bronze() + " AS SELECT * FROM STREAM read_files('" + source
                        + "', format => 'json', schema => '" + OrderData.SCHEMA + "');\n" + workload.sql(data));
        PipelineEngine engine = PipelineEngine.open(
                PipelineFile.load(file, Map.of()),
                new EngineOptions("local[2]", Map.of(), new EngineLog.ToFile(work.resolve("engine.log"))));
        update(engine);
        watch.report("cold");
        for (int i = 0; i < NO_NEWS_RUNS; i++) {
            update(engine);
            watch.report("nothing new");
        }
        Links.add(workload.more(data), source);
        watch.restart();
        update(engine);
        watch.report("+1 %");
        System.out.println("ROWS\t"
                + engine.query("SELECT count(*) FROM " + (workload == Workload.ETL ? "customer_daily" : "t12"))
                        .first()
                        .getLong(0));
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    private static void update(PipelineEngine engine) {
        UpdateResult result = engine.run(UpdateRequest.of(Selection.ALL));
        if (!result.completed()) {
            System.err.println(result.problems());
            Runtime.getRuntime().halt(1);
        }
    }
}
