package dev.tidewheel.engine;

import dev.tidewheel.engine.graph.DataflowGraph;
import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.plan.UpdatePlan;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.name.NameScope;
import dev.tidewheel.model.name.TableName;
import dev.tidewheel.model.text.Suggestions;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tables, sinks and flows that may begin anew, as the user wrote them. A table that is named here is computed anew if the
 * plan says that it has to be, and only then. Immutable.
 */
final class AcceptedResets {

    private final List<String> written;
    private final NameScope scope;

    AcceptedResets(List<String> written, NameScope scope) {
        this.written = List.copyOf(written);
        this.scope = scope;
    }

    /** Resolves the graph and makes the plan of a selection. */
    @FunctionalInterface
    interface Planning {
        UpdatePlan plan(Selection selection, Set<TableName> accepted);
    }

    /**
     * What is planned for a selection.
     *
     * @param anew tables and sinks that begin anew because they have to and somebody has accepted it
     */
    record Planned(Selection selection, UpdatePlan plan, Set<TableName> anew) {}

    /**
     * The plan of {@code selection}, with resets where they are needed if all that are needed are accepted.
     *
     * @throws PipelineException SELECTION_INVALID if a name is nobody's
     */
    Planned plan(Selection selection, Planning planning) {
        Set<TableName> accepted = names();
        UpdatePlan first = planning.plan(selection, accepted);
        check(first.graph());
        Set<TableName> needed = first.needingReset();
        if (needed.isEmpty() || !accepted.containsAll(needed)) {
            return new Planned(selection, first, Set.of());
        }
        // Columns are found out anew for a table that begins anew, so the graph is, too.
        Selection whole = selection.alsoResetting(needed);
        return new Planned(whole, planning.plan(whole, accepted), needed);
    }

    /**
     * The plan with which an update goes on that has begun. What only now needs a reset is left to the next update, which
     * keeps a way back before it resets anything.
     */
    UpdatePlan planAgain(Selection selection, Planning planning) {
        return planning.plan(selection, names());
    }

    private Set<TableName> names() {
        Set<TableName> names = new LinkedHashSet<>();
        written.forEach(
                name -> scope.qualify(Arrays.asList(name.strip().split("\\."))).ifPresent(names::add));
        return names;
    }

    private void check(DataflowGraph graph) {
        List<TableName> known = Stream.of(
                        graph.tables().stream().map(table -> table.name()),
                        graph.sinks().stream().map(sink -> sink.name()),
                        graph.flows().stream().map(flow -> flow.name()))
                .flatMap(names -> names)
                .distinct()
                .sorted()
                .toList();
        for (String name : written) {
            if (scope.qualify(Arrays.asList(name.strip().split("\\.")))
                    .filter(known::contains)
                    .isEmpty()) {
                List<String> words = known.stream().map(scope::shorten).toList();
                throw new PipelineException(Problem.of(
                                ErrorCode.SELECTION_INVALID,
                                "the pipeline defines no table, sink or flow `" + name + "`")
                        .remedy(Suggestions.first(name, words)
                                .map(near -> "did you mean `" + near + "`?")
                                .orElse("choose from: " + String.join(", ", words))));
            }
        }
    }
}
