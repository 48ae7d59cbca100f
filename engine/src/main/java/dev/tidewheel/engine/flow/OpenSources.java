package dev.tidewheel.engine.flow;

import dev.tidewheel.engine.graph.LeafInput;
import dev.tidewheel.engine.graph.ResolvedFlow;
import dev.tidewheel.engine.plan.InputAccess;
import dev.tidewheel.engine.source.Backlog;
import dev.tidewheel.engine.source.StreamSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sources of one run, each with what it held when the run started. Used by one thread. */
final class OpenSources implements AutoCloseable {
    private final Map<String, StreamSource> sources = new LinkedHashMap<>();
    private final Map<String, Backlog> horizons = new LinkedHashMap<>();

    private final ResolvedFlow flow;
    private final int generation;
    private final FlowSources from;
    private boolean sound;

    private OpenSources(ResolvedFlow flow, int generation, FlowSources from) {
        this.flow = flow;
        this.generation = generation;
        this.from = from;
    }

    static OpenSources open(ResolvedFlow flow, int generation, FlowSources from, Map<String, String> positions) {
        OpenSources open = new OpenSources(flow, generation, from);
        InputAccess inputs = from.inputs();
        for (LeafInput input : flow.inputs()) {
            boolean missing = input.isTable() && inputs.snapshot(input).isEmpty();
            if (!input.streaming() || missing) {
                continue;
            }
            try {
                StreamSource source = from.take(flow, input, generation);
                open.sources.put(input.key(), source);
                open.horizons.put(input.key(), source.look(positions.get(input.key())));
            } catch (RuntimeException e) {
                open.close();
                throw e;
            }
        }
        return open;
    }

    /** Everything up to these positions is in the target. */
    void committed(Map<String, String> ends) {
        ends.forEach((key, end) -> {
            StreamSource source = sources.get(key);
            if (source != null) {
                source.committed(end);
            }
        });
    }

    /** All went well, so that the sources may be used again. */
    void sound() {
        sound = true;
    }

    @Override
    public void close() {
        sources.forEach((input, source) -> {
            if (sound) {
                from.giveBack(flow, input, generation, source);
            } else {
                source.close();
            }
        });
    }

    /** What all sources held together when the run started, -1 if one of them does not say. */
    long bytes() {
        long total = 0;
        for (Backlog held : horizons.values()) {
            total = BatchInputs.sum(total, held.isEmpty() ? 0 : held.bytes());
        }
        return total;
    }

    /** True if none of them held anything new. */
    boolean areEmpty() {
        return horizons.values().stream().allMatch(Backlog::isEmpty);
    }

    Map<String, Backlog> backlog() {
        return horizons;
    }

    @Nullable
    StreamSource source(LeafInput input) {
        return sources.get(input.key());
    }

    /** Ends of the next batch for those sources that have more before their horizon. */
    Map<String, String> advance(Map<String, String> positions) {
        Map<String, String> ends = new LinkedHashMap<>();
        sources.forEach((key, source) -> {
            Backlog horizon = horizons.get(key);
            if (horizon != null && !horizon.isEmpty()) {
                source.advance(positions.get(key), horizon).ifPresent(end -> ends.put(key, end));
            }
        });
        return ends;
    }
}
