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

/** The same as {@link IntakeOfSpark} as a pipeline. Arguments: intake, place, work folder. */
final class IntakeOfTidewheel {

    private IntakeOfTidewheel() {}

    public static void main(String[] arguments) throws Exception {
        Intake intake = Intake.valueOf(arguments[0]);
        Path work = Path.of(arguments[2]);
        Path file = work.resolve("pipeline.sql");
        Files.writeString(file, intake.pipeline(arguments[1]));
        PipelineEngine engine = PipelineEngine.open(
                PipelineFile.load(file, Map.of()),
                new EngineOptions("local[2]", Map.of(), new EngineLog.ToFile(work.resolve("engine.log"))));
        engine.query("SELECT count(*) FROM range(1)").first();
        Stopwatch watch = new Stopwatch();
        watch.restart();
        UpdateResult result = engine.run(UpdateRequest.of(Selection.ALL));
        if (!result.completed()) {
            System.err.println(result.problems());
            Runtime.getRuntime().halt(1);
        }
        watch.report(intake.name());
        System.out.println("ROWS\t"
                + engine.query("SELECT count(*) FROM " + intake.last()).first().getLong(0));
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }
}
