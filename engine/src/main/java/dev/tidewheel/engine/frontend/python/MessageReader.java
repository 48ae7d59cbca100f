package dev.tidewheel.engine.frontend.python;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidewheel.engine.frontend.ddl.WrittenName;
import dev.tidewheel.engine.frontend.python.connect.RelationPlanner;
import dev.tidewheel.engine.frontend.python.source.PythonSources;
import dev.tidewheel.model.name.NameScope;
import dev.tidewheel.model.name.TableName;
import dev.tidewheel.model.text.SourceLocation;
import dev.tidewheel.model.text.SqlFragment;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.classic.SparkSession;
import org.jspecify.annotations.Nullable;

/** The parts that messages of the host consist of. Stateless but for what it was made with. */
record MessageReader(RelationPlanner planner, SparkSession session, PythonSources sources, NameScope scope) {

    /** Where an element was declared. */
    SourceLocation place(JsonNode element) {
        JsonNode name = element.get("name");
        return ProblemReader.place(element.get("place"), sources, name == null ? "" : name.asText());
    }

    /** The full name that the text under {@code key} stands for. */
    TableName name(JsonNode element, String key) {
        return WrittenName.qualified(element.get(key).asText(), scope, place(element));
    }

    static @Nullable String text(JsonNode element, String key) {
        return element.hasNonNull(key) ? element.get(key).asText() : null;
    }

    static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    static Map<String, String> settings(JsonNode object) {
        Map<String, String> settings = new LinkedHashMap<>();
        object.properties()
                .forEach(entry -> settings.put(entry.getKey(), entry.getValue().asText()));
        return settings;
    }

    /** An expression: a text, or a column that is turned into one. */
    SqlFragment expression(JsonNode expression, JsonNode element) {
        return fragment(sql(expression), element);
    }

    String sql(JsonNode expression) {
        return expression.hasNonNull("sql")
                ? expression.get("sql").asText()
                : planner.sql(
                        session,
                        Base64.getDecoder().decode(expression.get("column").asText()));
    }

    /** SQL that was given where {@code element} was declared. */
    SqlFragment fragment(String sql, JsonNode element) {
        JsonNode place = element.get("place");
        return sources.fragment(place.get("path").asText(), place.get("line").asInt(), sql);
    }
}
