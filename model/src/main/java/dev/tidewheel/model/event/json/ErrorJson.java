package dev.tidewheel.model.event.json;

import static dev.tidewheel.model.event.json.JsonFields.constant;
import static dev.tidewheel.model.event.json.JsonFields.each;
import static dev.tidewheel.model.event.json.JsonFields.flag;
import static dev.tidewheel.model.event.json.JsonFields.number;
import static dev.tidewheel.model.event.json.JsonFields.object;
import static dev.tidewheel.model.event.json.JsonFields.optionalString;
import static dev.tidewheel.model.event.json.JsonFields.put;
import static dev.tidewheel.model.event.json.JsonFields.putEach;
import static dev.tidewheel.model.event.json.JsonFields.string;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.event.ErrorDetail;
import dev.tidewheel.model.text.SourceLocation;
import org.jspecify.annotations.Nullable;

/** Exceptions, problems and places in the user's files. */
final class ErrorJson {

    private ErrorJson() {}

    static ObjectNode write(ErrorDetail error) {
        ObjectNode json = object();
        json.put("fatal", error.fatal());
        putEach(json, "exceptions", error.exceptions(), exception -> {
            ObjectNode one = object();
            one.put("class_name", exception.className());
            one.put("message", exception.message());
            putEach(one, "stack", exception.stack(), ErrorJson::write);
            return one;
        });
        return json;
    }

    private static ObjectNode write(ErrorDetail.Frame frame) {
        ObjectNode json = object();
        json.put("declaring_class", frame.declaringClass());
        json.put("method_name", frame.methodName());
        put(json, "file_name", frame.fileName());
        json.put("line_number", frame.lineNumber());
        return json;
    }

    static ErrorDetail read(JsonNode json) {
        return new ErrorDetail(flag(json, "fatal"), each(json, "exceptions", exception -> {
            return new ErrorDetail.ExceptionDetail(
                    string(exception, "class_name"),
                    string(exception, "message"),
                    each(exception, "stack", ErrorJson::readFrame));
        }));
    }

    private static ErrorDetail.Frame readFrame(JsonNode json) {
        return new ErrorDetail.Frame(
                string(json, "declaring_class"), string(json, "method_name"), optionalString(json, "file_name"), (int)
                        number(json, "line_number"));
    }

    static ObjectNode write(Problem problem) {
        ObjectNode json = object();
        json.put("code", problem.code().name());
        json.put("message", problem.message());
        json.put("cause", problem.cause());
        json.put("fix", problem.fix());
        put(json, "dataset", problem.dataset());
        putLocation(json, problem.location());
        return json;
    }

    static Problem readProblem(JsonNode json) {
        return new Problem(
                constant(json, "code", ErrorCode.INTERNAL),
                string(json, "message"),
                string(json, "cause"),
                string(json, "fix"),
                readLocation(json),
                optionalString(json, "dataset"));
    }

    /** Under the key {@code source_location}. */
    static void putLocation(ObjectNode target, @Nullable SourceLocation location) {
        if (location == null) {
            return;
        }
        ObjectNode json = target.putObject("source_location");
        json.put("file", location.file());
        json.put("line", location.line());
        json.put("column", location.column());
        json.put("length", location.length());
        json.put("line_text", location.lineText());
    }

    static @Nullable SourceLocation readLocation(JsonNode source) {
        JsonNode json = source.get("source_location");
        if (json == null || json.isNull()) {
            return null;
        }
        return new SourceLocation(
                string(json, "file"),
                (int) number(json, "line"),
                (int) number(json, "column"),
                (int) number(json, "length"),
                string(json, "line_text"));
    }
}
