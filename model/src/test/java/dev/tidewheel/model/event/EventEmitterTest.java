package dev.tidewheel.model.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventEmitterTest {
    private final List<EventDraft> published = new ArrayList<>();
    private final EventEmitter update = new EventEmitter(
            draft -> {
                published.add(draft);
                return draft.at("id", new EventSequence("i", 0, 0), Instant.EPOCH);
            },
            Origin.ofPipeline("p", "shop", null).forUpdate("0192f3c4-aaaa", "request"));

    private EventDraft last() {
        return published.get(published.size() - 1);
    }

    @Test
    void anUpdateTellsItsStates() {
        update.updateState(UpdateState.RUNNING);

        assertThat(last().message()).isEqualTo("Update 0192f3 is RUNNING.");
        assertThat(last().level()).isEqualTo(EventLevel.INFO);
        assertThat(last().origin().updateId()).isEqualTo("0192f3c4-aaaa");
    }

    @Test
    void aUsersMistakeIsFatalAndShowsItsPlace() {
        Problem problem = Problem.of(ErrorCode.CYCLE, "a reads itself");

        update.updateFailed(new PipelineException(problem));

        assertThat(last().level()).isEqualTo(EventLevel.ERROR);
        assertThat(last().error()).isNotNull();
        assertThat(last().error().fatal()).isTrue();
        assertThat(last().error().exceptions().get(0).message()).isEqualTo("[CYCLE] a reads itself");
        assertThat(((EventDetails.UpdateProgress) last().details()).problems()).containsExactly(problem);
    }

    @Test
    void whatMayPassIsNotFatal() {
        update.about(origin -> origin.forFlow("f", "a.b.c"))
                .flowFailed(new PipelineException(Problem.of(ErrorCode.IO_FAILURE, "no answer")));

        assertThat(last().message()).isEqualTo("Flow 'a.b.c' has FAILED.");
        assertThat(last().error().fatal()).isFalse();
    }

    @Test
    void figuresAreMetricsAndStatesAreNot() {
        EventEmitter flow = update.about(origin -> origin.forFlow("f", "a.b.c"));

        flow.flowProgress(FlowMetrics.written(1, 2), null, null);
        assertThat(last().level()).isEqualTo(EventLevel.METRICS);
        flow.flowCompleted(FlowMetrics.written(1, 2), null, null);
        assertThat(last().level()).isEqualTo(EventLevel.INFO);
        flow.flowStatus(FlowStatus.SKIPPED);
        assertThat(last().level()).isEqualTo(EventLevel.WARN);
    }

    @Test
    void aPlanNamesItsTechnique() {
        RefreshPlanning.Technique chosen =
                new RefreshPlanning.Technique("MAINTENANCE_TYPE_ROW_BASED", true, true, null, List.of(), null);

        update.about(origin -> origin.forFlow("f", "sales"))
                .planned(new RefreshPlanning(List.of(chosen), List.of(), null));

        assertThat(last().message()).isEqualTo("Flow 'sales' has been planned to be executed as ROW_BASED.");
    }

    @Test
    void aChainOfCausesThatBitesItsTailEnds() {
        Exception first = new Exception("first");
        Exception second = new Exception("second", first);
        first.initCause(second);

        ErrorDetail detail = ErrorDetail.fatal(first);

        assertThat(detail.exceptions())
                .extracting(ErrorDetail.ExceptionDetail::message)
                .containsExactly("first", "second");
    }
}
