package dev.tidewheel.engine.testing;

import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.model.event.UpdateState;
import java.nio.file.Path;

/** A process that runs updates of a pipeline until it is killed, or as often as it is told. Arguments: folder, updates. */
public final class RepeatedUpdates {

    private RepeatedUpdates() {}

    public static void main(String[] arguments) {
        try (PipelineFixture pipeline = PipelineFixture.in(Path.of(arguments[0]))) {
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
}
