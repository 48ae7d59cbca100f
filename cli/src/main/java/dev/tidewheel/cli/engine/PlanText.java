package dev.tidewheel.cli.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidewheel.cli.output.OutputFormat;
import dev.tidewheel.engine.change.Change;
import dev.tidewheel.engine.change.ChangeEffect;
import dev.tidewheel.engine.change.CheckpointFate;
import dev.tidewheel.engine.graph.ResolvedFlow;
import dev.tidewheel.engine.lake.TableStatistics;
import dev.tidewheel.engine.plan.Differences;
import dev.tidewheel.engine.plan.FlowDecision;
import dev.tidewheel.engine.plan.FlowPlan;
import dev.tidewheel.engine.plan.ResetReport;
import dev.tidewheel.engine.plan.SinkPlan;
import dev.tidewheel.engine.plan.Sizes;
import dev.tidewheel.engine.plan.TableAction;
import dev.tidewheel.engine.plan.TablePlan;
import dev.tidewheel.engine.plan.UpdatePlan;
import dev.tidewheel.engine.plan.ViewPlan;
import dev.tidewheel.model.name.NameScope;
import dev.tidewheel.model.name.TableName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A plan as text or JSON. Immutable. */
final class PlanText {

    private final UpdatePlan plan;
    private final NameScope scope;
    private final List<ResetReport> resets;

    private PlanText(UpdatePlan plan, NameScope scope, List<ResetReport> resets) {
        this.plan = plan;
        this.scope = scope;
        this.resets = List.copyOf(resets);
    }

    static PlanText of(UpdatePlan plan, NameScope scope) {
        return new PlanText(plan, scope, List.of());
    }

    /** The same, and what its resets mean. */
    PlanText with(List<ResetReport> reports) {
        return new PlanText(plan, scope, reports);
    }

    String print(OutputFormat format) {
        return format == OutputFormat.JSON ? json() : text();
    }

    private String text() {
        StringBuilder out = new StringBuilder();
        int working = 0;
        for (TablePlan table : plan.tables()) {
            out.append(scope.shorten(table.name()));
            header(table.action(), out);
            differences(table.differences(), table.flows(), out);
            working += flows(table.flows(), out);
            ResetText.of(resets, table.name()).ifPresent(text -> text.print(out));
        }
        for (SinkPlan sink : plan.sinks()) {
            out.append(scope.shorten(sink.name())).append("  [sink]\n");
            differences(sink.differences(), sink.flows(), out);
            working += flows(sink.flows(), out);
            ResetText.of(resets, sink.name()).ifPresent(text -> text.print(out));
        }
        for (ViewPlan view : plan.views()) {
            out.append(scope.shorten(view.name()))
                    .append("  [view]\n    ")
                    .append(ChangeEffect.METADATA_ONLY.words())
                    .append(": ")
                    .append(view.reason())
                    .append('\n');
        }
        for (TableName name : plan.inactive()) {
            out.append(scope.shorten(name)).append("\n    no longer defined; stays as it is");
            namesake(name)
                    .ifPresent(other ->
                            out.append("; `").append(scope.shorten(other)).append("` does not take over its rows"));
            out.append('\n');
        }
        if (!plan.refusals().isEmpty()) {
            refused(out);
            return out.toString();
        }
        out.append(working == 0 ? "Nothing to do.\n" : working + (working == 1 ? " flow" : " flows") + " to run.\n");
        return out.toString();
    }

    private void refused(StringBuilder out) {
        Set<TableName> kept = plan.keptFromReset();
        List<TableName> accepted = plan.needingReset().stream()
                .filter(name -> !kept.contains(name))
                .toList();
        out.append("A run is refused as it is.");
        if (!accepted.isEmpty()) {
            out.append(" To let all begin anew that has to:");
            accepted.forEach(name -> out.append(" --accept-reset ").append(scope.shorten(name)));
        }
        if (!kept.isEmpty()) {
            out.append(accepted.isEmpty() ? " " : "\nThat is refused, too, as long as ")
                    .append(kept.stream().map(scope::shorten).collect(Collectors.joining(", ")))
                    .append(" would have to begin anew, which pipelines.reset.allowed forbids");
        }
        out.append('\n');
    }

    private static void header(TableAction action, StringBuilder out) {
        boolean nothing = action instanceof TableAction.Keep
                || (action instanceof TableAction.Evolve evolve
                        && evolve.changes().isEmpty());
        if (!nothing) {
            out.append("  [")
                    .append(action instanceof TableAction.Evolve ? "change" : action.describe())
                    .append(']');
        }
        out.append('\n');
    }

    private void differences(Differences differences, List<FlowPlan> flows, StringBuilder out) {
        Set<TableName> named = flows.stream()
                .map(FlowPlan::flow)
                .filter(flow -> !flow.definition().isDefault())
                .map(ResolvedFlow::name)
                .collect(Collectors.toSet());
        for (Change change : differences.changes()) {
            TableName flow = change.flow();
            out.append("    ").append(change.effect().words()).append(": ");
            if (flow != null && named.contains(flow) && !change.what().contains("`" + flow.name() + "`")) {
                out.append(scope.shorten(flow)).append(": ");
            }
            out.append(change.words()).append('\n');
        }
        TableStatistics touched = differences.touched();
        if (touched == null) {
            return;
        }
        out.append(differences.touchRows() ? "    touches " : "    leaves as they are ")
                .append(Sizes.words(touched));
        if (!differences.dependants().isEmpty()) {
            out.append("; what depends on it: ")
                    .append(differences.dependants().stream()
                            .map(scope::shorten)
                            .collect(Collectors.joining(", ")));
        }
        out.append('\n');
    }

    /** A table that is made now and has the name of one that is not defined any more, in another place. */
    private Optional<TableName> namesake(TableName inactive) {
        return plan.tables().stream()
                .filter(table -> table.action() instanceof TableAction.Create)
                .map(TablePlan::name)
                .filter(name -> name.name().equalsIgnoreCase(inactive.name()))
                .findFirst();
    }

    /** Returns how many of them may run. */
    private int flows(List<FlowPlan> flows, StringBuilder out) {
        int working = 0;
        for (FlowPlan flow : flows) {
            String name = flow.flow().definition().isDefault()
                    ? ""
                    : scope.shorten(flow.flow().name()) + ": ";
            out.append("    ").append(name).append(words(flow)).append('\n');
            working += flow.decision() == FlowDecision.RUN || flow.decision() == FlowDecision.RUN_IF_UPSTREAM_CHANGES
                    ? 1
                    : 0;
        }
        return working;
    }

    private static String words(FlowPlan flow) {
        return switch (flow.decision()) {
            case RUN -> flow.technique() + ": " + flow.reason();
            case RUN_IF_UPSTREAM_CHANGES ->
                flow.technique() + " if " + flow.reason().replace("may change", "changes");
            case NO_OP -> "NO_OP: " + flow.reason();
            case EXCLUDED -> "EXCLUDED: " + flow.reason();
        };
    }

    private static void json(List<FlowPlan> flows, ArrayNode into) {
        for (FlowPlan flow : flows) {
            into.addObject()
                    .put("name", flow.flow().name().toString())
                    .put("decision", flow.decision().name())
                    .put("technique", flow.technique())
                    .put("reason", flow.reason());
        }
    }

    private static void json(Differences differences, ObjectNode into) {
        ArrayNode array = into.putArray("differences");
        for (Change change : differences.changes()) {
            ObjectNode node = array.addObject();
            node.put("effect", change.effect().name());
            TableName flow = change.flow();
            if (flow != null) {
                node.put("flow", flow.toString());
            }
            node.put("what", change.what());
            if (!change.outcome().isEmpty()) {
                node.put(change.needsReset() ? "cause" : "outcome", change.outcome());
            }
            if (change.checkpoint() != CheckpointFate.NOT_CONCERNED) {
                node.put("checkpoint", change.checkpoint().name());
            }
        }
        TableStatistics touched = differences.touched();
        if (touched != null) {
            into.putObject(differences.touchRows() ? "touched" : "untouched")
                    .put("rows", touched.rows())
                    .put("bytes", touched.bytes());
        }
        ArrayNode dependants = into.putArray("dependants");
        differences.dependants().forEach(name -> dependants.add(name.toString()));
    }

    private String json() {
        ObjectNode root = new ObjectMapper().createObjectNode();
        ArrayNode tables = root.putArray("tables");
        for (TablePlan table : plan.tables()) {
            ObjectNode node = tables.addObject();
            node.put("name", table.name().toString());
            node.put("action", table.action().getClass().getSimpleName().toUpperCase(java.util.Locale.ROOT));
            ArrayNode changes = node.putArray("changes");
            if (table.action() instanceof TableAction.Evolve evolve) {
                evolve.changes().forEach(changes::add);
            }
            json(table.differences(), node);
            json(table.flows(), node.putArray("flows"));
            ResetText.of(resets, table.name()).ifPresent(text -> text.json(node));
        }
        ArrayNode sinks = root.putArray("sinks");
        for (SinkPlan sink : plan.sinks()) {
            ObjectNode node = sinks.addObject();
            node.put("name", sink.name().toString());
            node.put("format", sink.definition().target().format());
            node.put("reset", sink.reset());
            json(sink.differences(), node);
            json(sink.flows(), node.putArray("flows"));
            ResetText.of(resets, sink.name()).ifPresent(text -> text.json(node));
        }
        ArrayNode inactive = root.putArray("inactive");
        plan.inactive().forEach(name -> inactive.add(name.toString()));
        ArrayNode views = root.putArray("views");
        plan.views()
                .forEach(view -> views.addObject()
                        .put("name", view.name().toString())
                        .put("effect", ChangeEffect.METADATA_ONLY.name())
                        .put("reason", view.reason()));
        ArrayNode resets = root.putArray("resets_needed");
        plan.needingReset().forEach(name -> resets.add(name.toString()));
        ArrayNode forbidden = root.putArray("resets_forbidden");
        plan.keptFromReset().forEach(name -> forbidden.add(name.toString()));
        return root.toPrettyString() + "\n";
    }
}
