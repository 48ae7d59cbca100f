package dev.tidewheel.cli.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidewheel.cli.output.OutputFormat;
import dev.tidewheel.engine.plan.FlowDecision;
import dev.tidewheel.engine.plan.FlowPlan;
import dev.tidewheel.engine.plan.ResetReport;
import dev.tidewheel.engine.plan.SinkPlan;
import dev.tidewheel.engine.plan.TableAction;
import dev.tidewheel.engine.plan.TablePlan;
import dev.tidewheel.engine.plan.UpdatePlan;
import dev.tidewheel.model.name.NameScope;
import java.util.List;

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
            if (!(table.action() instanceof TableAction.Keep)) {
                out.append("  [").append(table.action().describe()).append(']');
            }
            out.append('\n');
            working += flows(table.flows(), out);
            ResetText.of(resets, table.name()).ifPresent(text -> text.print(out));
        }
        for (SinkPlan sink : plan.sinks()) {
            out.append(scope.shorten(sink.name())).append("  [sink]\n");
            working += flows(sink.flows(), out);
            ResetText.of(resets, sink.name()).ifPresent(text -> text.print(out));
        }
        plan.inactive()
                .forEach(name -> out.append(scope.shorten(name)).append("\n    no longer defined; stays as it is\n"));
        out.append(working == 0 ? "Nothing to do.\n" : working + (working == 1 ? " flow" : " flows") + " to run.\n");
        return out.toString();
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
            json(table.flows(), node.putArray("flows"));
            ResetText.of(resets, table.name()).ifPresent(text -> text.json(node));
        }
        ArrayNode sinks = root.putArray("sinks");
        for (SinkPlan sink : plan.sinks()) {
            ObjectNode node = sinks.addObject();
            node.put("name", sink.name().toString());
            node.put("format", sink.definition().target().format());
            node.put("reset", sink.reset());
            json(sink.flows(), node.putArray("flows"));
            ResetText.of(resets, sink.name()).ifPresent(text -> text.json(node));
        }
        ArrayNode inactive = root.putArray("inactive");
        plan.inactive().forEach(name -> inactive.add(name.toString()));
        return root.toPrettyString() + "\n";
    }
}
