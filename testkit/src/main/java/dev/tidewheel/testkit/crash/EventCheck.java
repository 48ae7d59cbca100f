package dev.tidewheel.testkit.crash;

import dev.tidewheel.engine.event.EventFilter;
import dev.tidewheel.engine.event.EventLog;
import dev.tidewheel.engine.event.EventLogLocation;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.event.EventDetails.UpdateProgress;
import dev.tidewheel.model.event.PipelineEvent;
import dev.tidewheel.model.event.UpdateState;
import io.delta.kernel.defaults.engine.DefaultEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/**
 * Follows the event log of a pipeline through the deaths of its processes: no event that was there is lost, none is
 * doubled, each process counts its events without gaps, and each update has one end. Used by one thread.
 */
final class EventCheck {
    private final EventLog log;
    private final Set<String> known = new HashSet<>();

    EventCheck(Path storage) {
        log = new EventLog(EventLogLocation.of(storage.toString()), DefaultEngine.create(new Configuration()));
    }

    int events() {
        return known.size();
    }

    /** What is wrong, right after a process was killed. */
    List<String> afterKill() {
        return check(log.read(EventFilter.ALL));
    }

    /** What is wrong after an update that has completed. All before it have ended, those that were killed as failed. */
    List<String> afterCompletion() {
        List<PipelineEvent> events = log.read(EventFilter.ALL);
        List<String> problems = check(events);
        Map<String, List<UpdateProgress>> ends = new LinkedHashMap<>();
        for (PipelineEvent event : events) {
            String update = event.origin().updateId();
            if (update != null) {
                List<UpdateProgress> ended = ends.computeIfAbsent(update, key -> new ArrayList<>());
                if (event.details() instanceof UpdateProgress progress
                        && progress.state().isTerminal()) {
                    ended.add(progress);
                }
            }
        }
        ends.forEach((update, found) -> {
            if (found.size() != 1) {
                problems.add("update " + update + " has " + found.size() + " ends");
            } else if (!endsAsItMay(found.get(0))) {
                problems.add("update " + update + " has ended as " + found.get(0));
            }
        });
        return problems;
    }

    private static boolean endsAsItMay(UpdateProgress end) {
        return end.state() == UpdateState.COMPLETED
                || end.state() == UpdateState.FAILED
                        && end.problems().size() == 1
                        && end.problems().get(0).code() == ErrorCode.PROCESS_DIED;
    }

    private List<String> check(List<PipelineEvent> events) {
        List<String> problems = new ArrayList<>();
        Set<String> ids = new LinkedHashSet<>();
        Map<String, Long> numbers = new HashMap<>();
        for (PipelineEvent event : events) {
            if (!ids.add(event.id())) {
                problems.add("event " + event.id() + " is there twice");
            }
            String instance = event.sequence().instance();
            long expected = numbers.getOrDefault(instance, -1L) + 1;
            if (event.sequence().number() != expected) {
                problems.add("process " + instance + ": event "
                        + event.sequence().number() + " where " + expected + " should be");
            }
            numbers.put(instance, event.sequence().number());
        }
        known.stream().filter(id -> !ids.contains(id)).forEach(id -> problems.add("event " + id + " is lost"));
        known.addAll(ids);
        return problems;
    }
}
