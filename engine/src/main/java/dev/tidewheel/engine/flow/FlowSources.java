package dev.tidewheel.engine.flow;

import dev.tidewheel.engine.graph.LeafInput;
import dev.tidewheel.engine.graph.ResolvedFlow;
import dev.tidewheel.engine.plan.InputAccess;
import dev.tidewheel.engine.source.StreamSource;
import dev.tidewheel.model.name.TableName;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Opens the sources of flows. In a continuous update they stay open from run to run: a consumer stays connected, and what was
 * seen of a folder is not read again. Thread-safe; a source is used by one flow.
 */
final class FlowSources implements AutoCloseable {

    private final InputAccess inputs;
    private final boolean keeps;
    private final Map<Key, StreamSource> kept = new ConcurrentHashMap<>();

    /** @param keeps true if sources are to stay open until {@link #close} */
    FlowSources(InputAccess inputs, boolean keeps) {
        this.inputs = inputs;
        this.keeps = keeps;
    }

    private record Key(TableName flow, String input, int generation) {}

    InputAccess inputs() {
        return inputs;
    }

    /** A source, opened or taken out of those that are kept. */
    StreamSource take(ResolvedFlow flow, LeafInput input, int generation) {
        StreamSource source = kept.remove(new Key(flow.name(), input.key(), generation));
        return source == null ? inputs.stream(input, flow.target(), flow.name(), generation) : source;
    }

    /** Gives a source back that worked well. */
    void giveBack(ResolvedFlow flow, String input, int generation, StreamSource source) {
        if (keeps) {
            kept.put(new Key(flow.name(), input, generation), source);
        } else {
            source.close();
        }
    }

    @Override
    public void close() {
        kept.values().forEach(StreamSource::close);
        kept.clear();
    }
}
