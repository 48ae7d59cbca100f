package dev.tidewheel.testkit.crash;

import dev.tidewheel.testkit.stored.TableContent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The states that a table may show to a reader, learned from all versions that an undisturbed run has written. A view
 * shows the rows of one of its refreshes. A streaming table shows whole batches, as flows run side by side in any order;
 * after a full refresh it begins again. Immutable.
 */
final class TableHistory {
    /** More would be too many combinations. */
    private static final int MOST_BATCHES = 16;

    private final Set<Fingerprint> states = new HashSet<>();
    private final Set<String> schemas = new HashSet<>();
    private final List<Span> spans = new ArrayList<>();
    private final TableContent last;

    /**
     * What continuous updates may show on their way: batches and refreshes are others than those of one update. Rows of a
     * streaming table come all the same each once, and a view is not emptied.
     *
     * @param from rows that were there before
     * @param to how the table looks in the end
     */
    private record Span(Optional<TableContent> from, TableContent to) {
        boolean has(TableContent seen) {
            if (to.shape().isView()) {
                boolean mayBeEmpty = from.isEmpty()
                        || from.get().rows().isEmpty()
                        || to.rows().isEmpty();
                return mayBeEmpty || !seen.rows().isEmpty();
            }
            return to.hasAllRowsOf(seen) && (from.isEmpty() || seen.hasAllRowsOf(from.get()));
        }
    }

    private TableHistory(TableContent last) {
        this.last = last;
    }

    /** @param versions all of them, in order */
    static TableHistory of(List<TableContent> versions) {
        TableHistory history = new TableHistory(versions.get(versions.size() - 1));
        history.add(Optional.empty(), versions);
        return history;
    }

    /**
     * The same, and what a later update has written. What was there before it is there as a whole.
     *
     * @param versions those of the update, in order; may be none
     */
    TableHistory then(List<TableContent> versions) {
        if (versions.isEmpty()) {
            return this;
        }
        TableHistory history = new TableHistory(versions.get(versions.size() - 1));
        history.include(this);
        history.add(Optional.of(last), versions);
        return history;
    }

    /** The same, and what continuous updates may have shown on the way here from what was there before. */
    TableHistory reachedFrom(Optional<TableContent> before) {
        TableHistory history = new TableHistory(last);
        history.include(this);
        history.spans.add(new Span(before, last));
        return history;
    }

    private void include(TableHistory other) {
        states.addAll(other.states);
        schemas.addAll(other.schemas);
        spans.addAll(other.spans);
    }

    private void add(Optional<TableContent> known, List<TableContent> versions) {
        versions.forEach(version -> schemas.add(version.shape().schema()));
        if (last.shape().isView()) {
            versions.forEach(version -> states.add(fingerprint(version)));
            return;
        }
        List<Fingerprint> batches = new ArrayList<>();
        Optional<TableContent> before = known;
        Fingerprint base = known.map(TableHistory::fingerprint).orElse(Fingerprint.EMPTY);
        for (TableContent version : versions) {
            if (before.isPresent() && !version.hasAllRowsOf(before.get())) {
                addUnions(base, batches);
                batches.clear();
                before = Optional.empty();
                base = Fingerprint.EMPTY;
            }
            Fingerprint batch = fingerprint(version)
                    .minus(before.map(TableHistory::fingerprint).orElse(Fingerprint.EMPTY));
            if (batch.rows() > 0) {
                batches.add(batch);
            }
            before = Optional.of(version);
        }
        addUnions(base, batches);
    }

    private void addUnions(Fingerprint base, List<Fingerprint> batches) {
        if (batches.size() > MOST_BATCHES) {
            throw new IllegalStateException(batches.size() + " batches are too many");
        }
        for (int subset = 0; subset < 1 << batches.size(); subset++) {
            Fingerprint union = base;
            for (int i = 0; i < batches.size(); i++) {
                if ((subset & 1 << i) != 0) {
                    union = union.plus(batches.get(i));
                }
            }
            states.add(union);
        }
    }

    private static Fingerprint fingerprint(TableContent content) {
        return Fingerprint.of(content.rows());
    }

    /** How the table looks at the end. */
    TableContent last() {
        return last;
    }

    /** Why a reader must never see this; empty if it may. */
    Optional<String> objection(TableContent seen) {
        if (!schemas.contains(seen.shape().schema())) {
            return Optional.of("version " + seen.version() + " has columns that no undisturbed run shows: "
                    + seen.shape().schema());
        }
        if (states.contains(fingerprint(seen)) || spans.stream().anyMatch(span -> span.has(seen))) {
            return Optional.empty();
        }
        return Optional.of("version " + seen.version() + " has " + seen.rows().size()
                + " rows that are no whole " + (last.shape().isView() ? "refresh" : "batches")
                + "; compared with the end: " + seen.differencesTo(last));
    }
}
