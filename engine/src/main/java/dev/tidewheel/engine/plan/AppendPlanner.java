package dev.tidewheel.engine.plan;

import dev.tidewheel.engine.graph.LeafInput;
import dev.tidewheel.engine.graph.ResolvedFlow;
import dev.tidewheel.engine.source.StreamSource;
import dev.tidewheel.model.definition.FlowKind;
import dev.tidewheel.model.error.PipelineException;
import java.util.Optional;
import java.util.function.Predicate;

/** Says whether a flow that adds rows has any to add. Reads only. Thread-safe. */
final class AppendPlanner {

    private final InputAccess inputs;

    AppendPlanner(InputAccess inputs) {
        this.inputs = inputs;
    }

    /**
     * Why the flow has something to do; empty if it has not.
     *
     * @param stored how far it has come
     * @param cutShort true if its last run did not come to its end
     */
    Optional<String> reason(ResolvedFlow flow, FlowProgress stored, Predicate<FlowProgress> cutShort) {
        FlowProgress progress = inputs.known(flow, stored);
        FlowKind kind = flow.definition().kind();
        if (kind instanceof FlowKind.Once) {
            return progress.done() ? Optional.empty() : Optional.of("not loaded yet");
        }
        if (kind instanceof FlowKind.ReplaceWhere) {
            return Optional.of("its window is computed with every update");
        }
        for (LeafInput input : flow.inputs()) {
            if (!input.streaming()) {
                continue;
            }
            if (input.isTable() && inputs.snapshot(input).isEmpty()) {
                continue;
            }
            Optional<String> reason = news(flow, input, progress);
            if (reason.isPresent()) {
                return reason;
            }
        }
        if (cutShort.test(progress)) {
            return Optional.of("its last run was cut short");
        }
        boolean foreign =
                !flow.volatileReasons().isEmpty() && flow.inputs().stream().noneMatch(LeafInput::streaming);
        return foreign ? Optional.of("its source does not say what is new") : Optional.empty();
    }

    private Optional<String> news(ResolvedFlow flow, LeafInput input, FlowProgress progress) {
        try (StreamSource source = inputs.stream(input, flow.target(), flow.name(), progress.generation())) {
            return source.hasNews(progress.positions().get(input.key()))
                    ? Optional.of("new data in `" + input.label() + "`")
                    : Optional.empty();
        } catch (PipelineException e) {
            // It fails when it runs, and with it what depends on it; all else goes on.
            return Optional.of(e.problems().get(0).message());
        }
    }
}
