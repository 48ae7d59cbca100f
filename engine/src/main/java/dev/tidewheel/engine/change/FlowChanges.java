package dev.tidewheel.engine.change;

import dev.tidewheel.engine.graph.FlowShape;
import dev.tidewheel.engine.graph.LeafInput;
import dev.tidewheel.engine.graph.QueryLeaves;
import dev.tidewheel.engine.graph.ResolvedFlow;
import dev.tidewheel.model.definition.FlowKind;
import dev.tidewheel.model.name.TableName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What has changed about a flow that adds rows since it wrote last, and whether it can go on from where it is.
 * Semantics: Structured Streaming's "Recovery Semantics after Changes in a Streaming Query", made stricter where Spark goes
 * on with rows lost or doubled. Stateless.
 */
public final class FlowChanges {

    private static final String OTHER_NAME =
            "give the flow another name: it begins at the start of its sources, and the rows that are stored stay";

    private final ResolvedFlow flow;
    private final TableName name;
    private final FlowRecord before;
    private final FlowRecord now;
    private final Sources sources;
    private final boolean byOrder;
    private final List<Change> found = new ArrayList<>();

    private FlowChanges(ResolvedFlow flow, FlowRecord before, Sources sources, boolean byOrder) {
        this.flow = flow;
        this.name = flow.name();
        this.before = before;
        this.now = FlowRecord.of(flow);
        this.sources = sources;
        this.byOrder = byOrder;
    }

    /**
     * The changes of a flow that has written rows.
     *
     * @param positions where it is in each source, under the keys that the sources have now
     * @param renamed former keys of sources that have another one now
     * @param done true if the flow runs once and has
     * @param target what a sink is written with now; empty for tables
     */
    public static List<Change> of(
            ResolvedFlow flow,
            FlowRecord before,
            Set<String> positions,
            Map<String, String> renamed,
            boolean done,
            String target) {
        if (before.sameAs(flow) && before.target().equals(target)) {
            return List.of();
        }
        boolean structured = flow.shape() == FlowShape.STATEFUL || !target.isEmpty();
        FlowChanges changes = new FlowChanges(flow, before, Sources.of(flow, before, positions, renamed), structured);
        changes.kind();
        boolean otherKind = changes.found.stream().anyMatch(Change::needsReset);
        if (!otherKind
                && (flow.definition().kind() instanceof FlowKind.Append
                        || flow.definition().kind() instanceof FlowKind.Update)) {
            changes.shape();
            changes.sources();
            changes.state();
        }
        List<Change> resets = changes.found.stream().filter(Change::needsReset).toList();
        if (!resets.isEmpty()) {
            return resets;
        }
        changes.query(done);
        changes.rules();
        if (!before.target().equals(target)) {
            changes.forward(
                    "the format or the options of the sink changed", "what it was given before stays where it is");
        }
        return changes.found;
    }

    private void forward(String what, String outcome) {
        found.add(Change.forward(name, what, outcome, CheckpointFate.GOES_ON));
    }

    private void kind() {
        String one = word(before.kind());
        String other = word(now.kind());
        if (!one.equals(other)) {
            found.add(Change.reset(
                    name,
                    "the flow `" + name.name() + "` was of the kind " + one + " and is " + other + " now",
                    "how far the one has come does not say which rows the other has to add",
                    "undo the change",
                    OTHER_NAME));
        } else if (!before.kind().equals(now.kind())) {
            forward("the rows that the flow replaces are others", "rows outside of them stay as they are");
        }
    }

    private static String word(String kind) {
        return kind.split(" ", 2)[0].replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(java.util.Locale.ROOT);
    }

    private void shape() {
        if (before.shape() == now.shape()) {
            return;
        }
        if (now.shape() == FlowShape.STATEFUL) {
            boolean remembers = !now.state().operators().isEmpty();
            found.add(Change.reset(
                    name,
                    remembers
                            ? "the query of the flow `" + name.name()
                                    + "` keeps state now, and has none of the rows before"
                            : "the flow `" + name.name() + "` runs on Structured Streaming now",
                    remembers
                            ? "it has written without state so far"
                            : "which keeps positions of its own, and would read everything again",
                    "undo the change",
                    OTHER_NAME));
        } else if (!before.state().operators().isEmpty() || before.sources().isEmpty()) {
            found.add(Change.reset(
                    name,
                    "the query of the flow `" + name.name() + "` keeps no state any more",
                    before.sources().isEmpty()
                            ? "where it was is known to Spark only"
                            : "rows that are in its state only would never be written",
                    "undo the change",
                    OTHER_NAME));
        }
    }

    private void sources() {
        if (byOrder ? !sources.former().equals(sources.now()) : replaced()) {
            found.add(Change.reset(
                    name,
                    "the flow `" + name.name() + "` reads " + sources.nowWords() + " and has read "
                            + sources.formerWords(),
                    byOrder
                            ? "its positions are kept in the order of its sources"
                            : "where it was in the one says nothing about the other: rows that both have would be doubled",
                    "undo the change",
                    OTHER_NAME));
            return;
        }
        for (String key : sources.added()) {
            found.add(Change.forward(
                    name,
                    "the flow reads `" + sources.label(key) + "`, too",
                    "from its start; the other sources go on",
                    CheckpointFate.GOES_ON));
        }
        for (String key : sources.gone()) {
            found.add(Change.forward(
                    name,
                    "the flow does not read `" + key + "` any more",
                    "its rows stay; read again, it goes on from where it was",
                    CheckpointFate.GOES_ON));
        }
    }

    private boolean replaced() {
        return !sources.added().isEmpty() && !sources.gone().isEmpty();
    }

    private void state() {
        if (now.shape() != FlowShape.STATEFUL || before.shape() != FlowShape.STATEFUL) {
            return;
        }
        StateSignature old = before.state();
        StateSignature wanted = StateSignature.of(flow.query(), old);
        if (!old.operators().equals(wanted.operators())) {
            found.add(Change.reset(
                    name,
                    "the flow `" + name.name() + "` has kept the state of " + old.words() + " and would keep that of "
                            + wanted.words(),
                    "the one cannot be read as the other",
                    "undo the change",
                    "put the new query into another table or flow"));
        } else if (!old.watermarks().keySet().equals(wanted.watermarks().keySet())) {
            found.add(Change.reset(
                    name,
                    "the watermark of the flow `" + name.name() + "` is on " + columns(wanted) + " and was on "
                            + columns(old),
                    "a watermark never goes back, so rows would be dropped as late by the time of another column",
                    "undo the change"));
        } else if (!old.watermarks().equals(wanted.watermarks())) {
            forward("the delay of the watermark changed", "what it has dropped or closed so far stays so");
        }
    }

    private static String columns(StateSignature state) {
        return state.watermarks().isEmpty()
                ? "no column"
                : "`" + String.join("`, `", state.watermarks().keySet()) + "`";
    }

    private void query(boolean done) {
        if (before.query().equals(flow.queryFingerprint())) {
            return;
        }
        if (done && flow.definition().kind() instanceof FlowKind.Once) {
            found.add(Change.forward(
                    name,
                    "the query changed of a flow that has run once",
                    "it does not run again; give it another name to add the rows of the new query",
                    CheckpointFate.GOES_ON));
        } else {
            forward("the query changed", "rows that are stored stay, new ones follow the new query");
        }
    }

    private void rules() {
        Map<String, String> rules = now.rules();
        Set<String> names = new TreeSet<>(rules.keySet());
        names.addAll(before.rules().keySet());
        names.removeIf(rule -> Objects.equals(rules.get(rule), before.rules().get(rule)));
        if (!names.isEmpty()) {
            forward(
                    "expectations changed: " + String.join(", ", names),
                    "rows that are stored are not checked again, new ones are checked by the new rules");
        }
    }

    /**
     * What a flow reads as streams, then and now.
     *
     * @param former in the order of the former query, under the keys of now
     * @param labels what people call those of now
     * @param added read now and not before
     * @param gone read before, rows included, and not now
     */
    private record Sources(
            List<String> former, List<String> now, Map<String, String> labels, Set<String> added, Set<String> gone) {

        static Sources of(ResolvedFlow flow, FlowRecord before, Set<String> positions, Map<String, String> renamed) {
            List<LeafInput> streams = QueryLeaves.streams(flow.query());
            Map<String, String> labels = new LinkedHashMap<>();
            streams.forEach(input -> labels.put(input.key(), input.label()));
            List<String> now = streams.stream().map(LeafInput::key).toList();
            List<String> former = before.sources().stream()
                    .map(key -> renamed.getOrDefault(key, key))
                    .toList();
            Set<String> added = new LinkedHashSet<>(now);
            added.removeAll(new HashSet<>(former));
            added.removeAll(positions);
            Set<String> gone = new LinkedHashSet<>(former);
            gone.retainAll(positions);
            gone.removeAll(new HashSet<>(now));
            return new Sources(former, now, labels, added, gone);
        }

        String label(String key) {
            return labels.getOrDefault(key, key);
        }

        String nowWords() {
            return words(now);
        }

        String formerWords() {
            return words(former);
        }

        private String words(List<String> keys) {
            return keys.isEmpty()
                    ? "no stream"
                    : keys.stream().map(key -> "`" + label(key) + "`").collect(Collectors.joining(" and "));
        }
    }
}
