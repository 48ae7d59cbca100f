package dev.tidewheel.cli.output;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SourceLocation;
import java.util.List;

/**
 * Problems for machines, one object on one line: {@code {"problems":[{"code","category","message","cause","fix",
 * "dataset","location":{"file","line","column","length"}}]}}. What is not known is left out. The shape is documented in
 * docs/errors.md.
 */
final class ProblemJson implements ProblemPrinter {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Console console;

    ProblemJson(Console console) {
        this.console = console;
    }

    @Override
    public void print(List<Problem> problems) {
        ArrayNode array = JSON.arrayNode();
        problems.forEach(problem -> array.add(json(problem)));
        console.print(JSON.objectNode().set("problems", array).toString());
    }

    private static ObjectNode json(Problem problem) {
        ObjectNode json = JSON.objectNode();
        json.put("code", problem.code().name());
        json.put("category", problem.code().category().name());
        json.put("message", problem.message());
        putIfAny(json, "cause", problem.cause());
        putIfAny(json, "fix", problem.fix());
        putIfAny(json, "dataset", problem.dataset() == null ? "" : problem.dataset());
        SourceLocation location = problem.location();
        if (location != null) {
            ObjectNode place = json.putObject("location");
            place.put("file", location.file());
            if (location.line() > 0) {
                place.put("line", location.line());
            }
            if (location.column() > 0) {
                place.put("column", location.column());
                place.put("length", location.length());
            }
        }
        return json;
    }

    private static void putIfAny(ObjectNode json, String key, String value) {
        if (!value.isBlank()) {
            json.put(key, value);
        }
    }
}
