package dev.tidewheel.engine.testing;

import dev.tidewheel.engine.UpdateRequest;
import dev.tidewheel.engine.event.EventLogLocation;
import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.model.event.UpdateState;
import java.nio.file.Path;

/**
 * A process that runs updates of a pipeline until it is killed, or as often as it is told. Arguments: folder, updates,
 * and the storage if it is not in the folder.
 */
public final class RepeatedUpdates {

    /** In the place of a number of updates: one that goes on. */
    public static final String CONTINUOUS = "continuous";

    private RepeatedUpdates() {}

    public static void main(String[] arguments) {
        try (PipelineFixture pipeline = pipeline(arguments)) {
            if (arguments[1].equals(CONTINUOUS)) {
                Update ended = pipeline.run(UpdateRequest.of(Selection.ALL).continuously(true));
                System.out.println(ended.result().problems());
                System.exit(1);
            }
            int updates = Integer.parseInt(arguments[1]);
            for (int i = 0; i < updates; i++) {
                Update update = pipeline.run(Selection.ALL);
                if (update.result().state() != UpdateState.COMPLETED) {
                    System.out.println(update.result().problems());
                    System.exit(1);
                }
                System.out.println("updated");
            }
        }
        System.exit(0);
    }

    private static PipelineFixture pipeline(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        PipelineFixture pipeline = PipelineFixture.in(folder);
        if (arguments.length < 3) {
            return pipeline;
        }
        System.setProperty(
                EventLogLocation.JOURNAL_PROPERTY, folder.resolve("journal").toString());
        return pipeline.with(settings -> settings.storage(arguments[2]));
    }
}
