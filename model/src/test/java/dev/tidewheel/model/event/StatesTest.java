package dev.tidewheel.model.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StatesTest {

    @Test
    void anUpdateEndsInThreeWays() {
        assertThat(Arrays.stream(UpdateState.values()).filter(UpdateState::isTerminal))
                .containsExactly(UpdateState.COMPLETED, UpdateState.FAILED, UpdateState.CANCELED);
    }

    @Test
    void aFlowEndsInFiveWays() {
        assertThat(Arrays.stream(FlowStatus.values()).filter(FlowStatus::isTerminal))
                .containsExactly(
                        FlowStatus.COMPLETED,
                        FlowStatus.FAILED,
                        FlowStatus.SKIPPED,
                        FlowStatus.STOPPED,
                        FlowStatus.EXCLUDED);
    }

    @Test
    void levelsAreOrdered() {
        assertThat(EventLevel.ERROR.isAtLeast(EventLevel.WARN)).isTrue();
        assertThat(EventLevel.METRICS.isAtLeast(EventLevel.INFO)).isFalse();
        assertThat(EventLevel.INFO.isAtLeast(EventLevel.INFO)).isTrue();
    }
}
