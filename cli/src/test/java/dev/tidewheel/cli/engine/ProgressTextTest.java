package dev.tidewheel.cli.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.cli.progress.ProgressEvent;
import dev.tidewheel.model.event.EventDetails;
import dev.tidewheel.model.event.EventDraft;
import dev.tidewheel.model.event.EventLevel;
import dev.tidewheel.model.event.EventSequence;
import dev.tidewheel.model.event.MaturityLevel;
import dev.tidewheel.model.event.Origin;
import dev.tidewheel.model.event.PipelineEvent;
import dev.tidewheel.model.event.UpdateState;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTextTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static PipelineEvent failed(String update) {
        return new EventDraft(
                        Origin.ofPipeline("id", "name", null).forUpdate(update, update),
                        "Update " + update + " is FAILED: its process ended.",
                        EventLevel.ERROR,
                        MaturityLevel.STABLE,
                        null,
                        new EventDetails.UpdateProgress(UpdateState.FAILED, null, List.of()))
                .at("event", new EventSequence("process", 0, 0), NOW);
    }

    @Test
    void theEndOfTheOwnUpdateIsTheEnd() {
        assertThat(ProgressText.of(failed("own"), "own"))
                .contains(new ProgressEvent.Update(NOW, "own", "FAILED", true));
    }

    @Test
    void theEndOfAnUpdateWhoseProcessDiedIsANotice() {
        assertThat(ProgressText.of(failed("dead"), "own"))
                .contains(new ProgressEvent.Notice(NOW, "Update dead is FAILED: its process ended."));
    }
}
