package dev.tidewheel.cli.progress;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidewheel.cli.output.Console;

/** Each event as a JSON object on its own line of the result. Thread-safe. */
final class JsonDisplay implements RunDisplay {
    private final Console console;

    JsonDisplay(Console console) {
        this.console = console;
    }

    @Override
    public synchronized void accept(ProgressEvent event) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("time", event.at().toString());
        if (event instanceof ProgressEvent.Flow flow) {
            json.put("flow", flow.name());
            json.put("state", flow.state().name());
            json.put("rows", flow.rows());
            json.put("dropped", flow.dropped());
        } else if (event instanceof ProgressEvent.Update update) {
            json.put("update", update.id());
            json.put("state", update.state());
        } else if (event instanceof ProgressEvent.Notice notice) {
            json.put("notice", notice.message());
        }
        console.print(json.toString());
    }

    @Override
    public void close() {
        console.flush();
    }
}
