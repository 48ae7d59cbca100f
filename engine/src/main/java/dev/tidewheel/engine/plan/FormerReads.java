package dev.tidewheel.engine.plan;

import dev.tidewheel.engine.change.FlowRecord;
import dev.tidewheel.engine.graph.LeafInput;
import dev.tidewheel.engine.graph.QueryLeaves;
import dev.tidewheel.engine.graph.ResolvedFlow;
import dev.tidewheel.engine.lake.TableSnapshot;
import dev.tidewheel.model.definition.FlowKind;
import dev.tidewheel.model.name.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What flows of a table have read and do not read any more. Their rows stay in the table, so they would be there twice if
 * another flow began to read the same. Reads only.
 */
final class FormerReads {

    private final Map<TableName, ResolvedFlow> defined;
    private final Map<TableName, FlowProgress> written;
    private final TableSnapshot stored;
    private final InputAccess inputs;

    private FormerReads(
            Map<TableName, ResolvedFlow> defined,
            Map<TableName, FlowProgress> written,
            TableSnapshot stored,
            InputAccess inputs) {
        this.defined = defined;
        this.written = written;
        this.stored = stored;
        this.inputs = inputs;
    }

    /** @param flows of the table as they are defined now */
    static FormerReads of(List<ResolvedFlow> flows, TableSnapshot stored, InputAccess inputs) {
        Map<TableName, ResolvedFlow> defined = new HashMap<>();
        flows.forEach(flow -> defined.put(flow.name(), flow));
        Map<TableName, FlowProgress> written = new TreeMap<>(FlowProgress.all(stored.domains()));
        written.values().removeIf(progress -> !progress.hasWritten());
        return new FormerReads(defined, written, stored, inputs);
    }

    /**
     * A flow that has read something before.
     *
     * @param source that it has read, as people call it
     * @param isGone true if the flow is not defined any more, false if it is and leaves the source out
     */
    record Found(TableName flow, String source, boolean isGone) {

        /** What has become of it, in words. */
        String why() {
            return isGone ? "is gone" : "does not any more";
        }
    }

    /** Flows that have written rows and are not defined any more. */
    List<TableName> gone() {
        List<TableName> gone = new ArrayList<>(written.keySet());
        gone.removeIf(defined::containsKey);
        return gone;
    }

    /** Another flow that has read before what {@code flow} reads; of its sources those count whose keys are {@code asked}. */
    Optional<Found> of(ResolvedFlow flow, Predicate<String> asked) {
        for (Map.Entry<TableName, FlowProgress> other : written.entrySet()) {
            TableName name = other.getKey();
            if (!name.equals(flow.name())) {
                boolean isGone = !defined.containsKey(name);
                Optional<String> shared = flow.definition().kind() instanceof FlowKind.Once
                        ? Optional.of(name).filter(former -> isGone).flatMap(former -> sameRows(flow, former))
                        : source(flow, name, other.getValue(), asked);
                if (shared.isPresent()) {
                    return Optional.of(new Found(name, shared.get(), isGone));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> sameRows(ResolvedFlow flow, TableName former) {
        return FlowRecord.read(stored.domains(), former)
                .filter(record -> record.query().equals(flow.queryFingerprint()))
                .map(record -> record.sources().isEmpty()
                        ? "its rows"
                        : record.sources().get(0));
    }

    private Optional<String> source(
            ResolvedFlow flow, TableName former, FlowProgress progress, Predicate<String> asked) {
        ResolvedFlow now = defined.get(former);
        // what it goes on with is told by its own names: those of another flow may mean another place of the same name
        FlowProgress left = now == null
                ? progress
                : inputs.known(now, progress)
                        .without(now.inputs().stream().map(LeafInput::key).collect(Collectors.toSet()));
        Set<String> read = inputs.known(flow, left).positions().keySet();
        return QueryLeaves.streams(flow.query()).stream()
                .filter(input -> read.contains(input.key()) && asked.test(input.key()))
                .map(LeafInput::label)
                .findFirst();
    }
}
