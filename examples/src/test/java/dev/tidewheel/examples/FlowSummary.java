package dev.tidewheel.examples;

import dev.tidewheel.engine.event.EventListener;
import dev.tidewheel.model.event.EventDetails.FlowProgress;
import dev.tidewheel.model.event.FlowStatus;
import dev.tidewheel.model.event.PipelineEvent;
import dev.tidewheel.model.name.NameScope;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** What the flows of an update did, from its events: a line for each flow that wrote or failed. Thread-safe. */
final class FlowSummary implements EventListener {
    private final String scope;
    private final Map<String, Totals> flows = new ConcurrentSkipListMap<>();

    /** Sums over the batches of a flow. */
    private static final class Totals {
        private long rows;
        private long dropped;
        private final Map<String, Long> violations = new TreeMap<>();
        private FlowStatus status = FlowStatus.QUEUED;
        private boolean wrote;

        synchronized void add(FlowProgress progress) {
            status = progress.status();
            if (progress.metrics() != null && progress.metrics().outputRows() != null) {
                wrote = true;
                rows += progress.metrics().outputRows();
            }
            if (progress.dataQuality() != null) {
                dropped += progress.dataQuality().droppedRecords();
                progress.dataQuality()
                        .expectations()
                        .forEach(rule -> violations.merge(rule.name(), rule.failedRecords(), Long::sum));
            }
        }

        synchronized String line() {
            StringBuilder line = new StringBuilder(rows + (rows == 1 ? " row" : " rows"));
            if (dropped > 0) {
                line.append(", ").append(dropped).append(" dropped");
            }
            violations.forEach((rule, failed) -> {
                if (failed > 0) {
                    line.append(", ").append(rule).append(" failed ").append(failed);
                }
            });
            return line.toString();
        }
    }

    FlowSummary(NameScope scope) {
        this.scope = scope.catalog() + "." + scope.schema() + ".";
    }

    @Override
    public void onEvent(PipelineEvent event) {
        if (event.details() instanceof FlowProgress progress && event.origin().flowName() != null) {
            String name = event.origin().flowName();
            String shortName = name.startsWith(scope) ? name.substring(scope.length()) : name;
            flows.computeIfAbsent(shortName, key -> new Totals()).add(progress);
        }
    }

    List<String> lines() {
        return flows.entrySet().stream()
                .filter(flow -> flow.getValue().wrote || flow.getValue().status != FlowStatus.COMPLETED)
                .map(flow -> flow.getKey() + ": "
                        + (flow.getValue().status == FlowStatus.COMPLETED
                                ? flow.getValue().line()
                                : flow.getValue().status))
                .toList();
    }
}
