package dev.tidewheel.bench;

import dev.tidewheel.engine.EngineOptions;
import dev.tidewheel.engine.PipelineEngine;
import dev.tidewheel.engine.UpdateRequest;
import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.run.UpdateResult;
import dev.tidewheel.engine.session.EngineLog;
import dev.tidewheel.model.settings.PipelineFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.Row;

/**
 * Takes messages of devices into a table, update after update, until its input ends and nothing more comes. Arguments: url of
 * the broker, user, password, work folder. Prints {@code READY} when messages may be published, and in the end times and
 * counts.
 */
final class IntakeOfDevices {

    private static volatile boolean published;

    private IntakeOfDevices() {}

    public static void main(String[] arguments) throws Exception {
        Path work = Path.of(arguments[3]);
        Path file = work.resolve("pipeline.sql");
        Files.writeString(file, """
                CREATE STREAMING TABLE telemetry AS
                SELECT topic, CAST(payload AS STRING) AS body, qos, received_at FROM STREAM read_mqtt(
                  url => '%s', user => '%s', password => '%s', topic => 'devices/+/telemetry',
                  maxDurationPerTrigger => '5 seconds', quietPeriod => '500 milliseconds');
                """.formatted(arguments[0], arguments[1], arguments[2]));
        PipelineEngine engine = PipelineEngine.open(
                PipelineFile.load(file, Map.of()),
                new EngineOptions("local[2]", Map.of(), new EngineLog.ToFile(work.resolve("engine.log"))));
        update(engine);
        Thread waiting = new Thread(IntakeOfDevices::waitForTheEnd, "end of input");
        waiting.setDaemon(true);
        waiting.start();
        System.out.println("READY");
        Stopwatch watch = new Stopwatch();
        watch.restart();
        long before = 0;
        while (true) {
            boolean last = published;
            long start = System.nanoTime();
            update(engine);
            long rows = engine.query("SELECT count(*) FROM telemetry").first().getLong(0);
            System.out.printf("UPDATE\t%.1f\t%d%n", (System.nanoTime() - start) / 1e9, rows - before);
            if (last && rows == before) {
                break;
            }
            before = rows;
        }
        watch.report("tidewheel");
        Row counts = engine.query("SELECT count(*), count(DISTINCT device, seq) FROM"
                        + " (SELECT from_json(body, 'device INT, seq BIGINT') AS m FROM telemetry)"
                        + " LATERAL VIEW inline(array(m)) AS device, seq")
                .first();
        System.out.println("ROWS\t" + counts.getLong(0) + "\t" + counts.getLong(1));
        System.out.flush();
        System.exit(0);
    }

    private static void waitForTheEnd() {
        try {
            System.in.readAllBytes();
        } catch (IOException e) {
            // who started this is gone
        }
        published = true;
    }

    private static void update(PipelineEngine engine) {
        UpdateResult result = engine.run(UpdateRequest.of(Selection.ALL));
        if (!result.completed()) {
            System.err.println(result.problems());
            Runtime.getRuntime().halt(1);
        }
    }
}
