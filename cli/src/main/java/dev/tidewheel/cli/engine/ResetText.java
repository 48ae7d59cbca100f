package dev.tidewheel.cli.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidewheel.engine.plan.ResetReport;
import dev.tidewheel.model.name.TableName;
import java.util.List;
import java.util.Optional;

/** What a reset means, as text and JSON. Immutable. */
record ResetText(ResetReport report) {

    static Optional<ResetText> of(List<ResetReport> reports, TableName dataset) {
        return reports.stream()
                .filter(report -> report.dataset().equals(dataset))
                .findFirst()
                .map(ResetText::new);
    }

    void print(StringBuilder out) {
        if (report.bytes() >= 0) {
            out.append("    holds ")
                    .append(report.rows() < 0 ? "rows" : report.rows() + (report.rows() == 1 ? " row" : " rows"))
                    .append(" in ")
                    .append(report.bytes())
                    .append(" bytes now; a savepoint is made before\n");
        }
        report.losses().forEach(loss -> out.append("    LOST  ").append(loss).append('\n'));
        report.unknown()
                .forEach(unknown -> out.append("    ?  ").append(unknown).append('\n'));
        report.dependants()
                .forEach(dependant -> out.append("    ").append(dependant).append('\n'));
    }

    void json(ObjectNode into) {
        ObjectNode node = into.putObject("full_refresh");
        if (report.bytes() >= 0) {
            node.put("rows", report.rows());
            node.put("bytes", report.bytes());
        }
        report.losses().forEach(node.putArray("losses")::add);
        report.unknown().forEach(node.putArray("unknown")::add);
        report.dependants().forEach(node.putArray("dependants")::add);
    }
}
