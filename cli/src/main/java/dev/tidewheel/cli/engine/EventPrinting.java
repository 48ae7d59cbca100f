package dev.tidewheel.cli.engine;

import dev.tidewheel.cli.EventsRequest;
import dev.tidewheel.cli.output.OutputFormat;
import dev.tidewheel.engine.event.EventFilter;
import dev.tidewheel.engine.event.EventLog;
import dev.tidewheel.engine.event.EventLogLocation;
import dev.tidewheel.engine.event.EventTail;
import dev.tidewheel.engine.lake.LocalStorage;
import dev.tidewheel.engine.lake.ObjectStorage;
import dev.tidewheel.engine.secret.Secrets;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.event.EventLevel;
import dev.tidewheel.model.event.PipelineEvent;
import dev.tidewheel.model.event.json.EventJson;
import dev.tidewheel.model.settings.PipelineSettings;
import io.delta.kernel.defaults.engine.DefaultEngine;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;

/** Prints the event log without starting Spark. Used once. */
final class EventPrinting {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final PipelineSettings settings;
    private final EventsRequest request;
    private final OutputFormat format;
    private final Consumer<String> printer;

    EventPrinting(PipelineSettings settings, EventsRequest request, OutputFormat format, Consumer<String> printer) {
        this.settings = settings;
        this.request = request;
        this.format = format;
        this.printer = printer;
    }

    /** What Spark would be told about file systems, without Spark. */
    private Configuration hadoop() {
        Map<String, String> spark =
                new LinkedHashMap<>(ObjectStorage.settings(settings.storage(), settings.configuration()));
        spark.putAll(Secrets.in(settings.secrets()).reveal(settings.configuration()));
        spark.putAll(request.pipeline().sparkSettings());
        return LocalStorage.hadoopConfiguration(spark);
    }

    void run() {
        EventLog log = new EventLog(EventLogLocation.of(settings.storage()), DefaultEngine.create(hadoop()));
        EventFilter filter = EventFilter.ALL.from(EventLevel.valueOf(request.minimumLevel()));
        if (!request.follow()) {
            checkUpdateExists(log);
            log.read(filter).stream().filter(this::isWanted).forEach(this::print);
            return;
        }
        EventTail tail = log.follow(filter);
        try {
            while (true) {
                tail.poll(PATIENCE).stream().filter(this::isWanted).forEach(this::print);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void checkUpdateExists(EventLog log) {
        if (request.updateId().isPresent() && log.read(EventFilter.ALL).stream().noneMatch(this::isWanted)) {
            throw new PipelineException(Problem.of(
                            ErrorCode.SELECTION_INVALID,
                            "there is no update `" + request.updateId().get() + "` in the event log")
                    .remedy("leave out --update to see all updates"));
        }
    }

    /** The beginning of an update's id is enough. */
    private boolean isWanted(PipelineEvent event) {
        String id = event.origin().updateId();
        return request.updateId()
                .map(wanted -> id != null && id.startsWith(wanted))
                .orElse(true);
    }

    private void print(PipelineEvent event) {
        printer.accept(
                format == OutputFormat.JSON
                        ? EventJson.write(event)
                        : event.timestamp() + "  " + pad(event.level().name()) + "  " + event.message());
    }

    private static String pad(String level) {
        return String.format("%-7s", level);
    }
}
