package dev.tidewheel.model.settings;

import dev.tidewheel.model.document.Node;
import dev.tidewheel.model.document.Node.Entry;
import dev.tidewheel.model.document.Node.Mapping;
import dev.tidewheel.model.document.Node.Scalar;
import dev.tidewheel.model.document.Node.ScalarKind;
import dev.tidewheel.model.text.SourceLocation;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lays values from the command line over the file's, as if they stood in it, so that they are checked alike. Stateless.
 */
final class Overrides {
    /** Single settings that can be set by their own name. */
    static final List<String> SETTABLE = List.of(
            "name",
            "id",
            "catalog",
            "schema",
            "target",
            "database",
            "storage",
            "root_path",
            "continuous",
            "development",
            "max_concurrent_flows");
    /** Settings with keys of their own, set as {@code group.key}. */
    static final List<String> GROUPS = List.of("configuration", "parameters", "mounts", "tags", "event_log");

    private static final Set<String> SCHEMA_WORDS = Set.of("schema", "target", "database");

    private Overrides() {}

    static Mapping apply(Mapping pipeline, Map<String, String> overrides) {
        Mapping result = pipeline;
        for (Map.Entry<String, String> override : overrides.entrySet()) {
            SourceLocation location = SourceLocation.ofFile("--set " + override.getKey() + "=" + override.getValue());
            Node value = scalar(override.getValue(), location);
            result = set(result, override.getKey(), value, location);
        }
        return result;
    }

    private static Mapping set(Mapping pipeline, String key, Node value, SourceLocation location) {
        if (SCHEMA_WORDS.contains(key)) {
            List<Entry> others = pipeline.entries().stream()
                    .filter(entry -> !SCHEMA_WORDS.contains(entry.key()))
                    .toList();
            return laidOver(new Mapping(others, pipeline.location()), List.of(key), value, location);
        }
        if (SETTABLE.contains(key)) {
            return laidOver(pipeline, List.of(key), value, location);
        }
        int dot = key.indexOf('.');
        if (dot > 0 && dot < key.length() - 1 && GROUPS.contains(key.substring(0, dot))) {
            return laidOver(pipeline, List.of(key.substring(0, dot), key.substring(dot + 1)), value, location);
        }
        boolean parameter =
                pipeline.mapping("parameters").flatMap(map -> map.get(key)).isPresent();
        return laidOver(pipeline, List.of(parameter ? "parameters" : "configuration", key), value, location);
    }

    private static Mapping laidOver(Mapping pipeline, List<String> path, Node value, SourceLocation location) {
        Node node = value;
        for (int i = path.size() - 1; i >= 0; i--) {
            node = new Mapping(List.of(new Entry(path.get(i), location, node)), location);
        }
        return pipeline.overlaid((Mapping) node);
    }

    static Scalar scalar(String text, SourceLocation location) {
        ScalarKind kind = ScalarKind.TEXT;
        if (text.equals("true") || text.equals("false")) {
            kind = ScalarKind.FLAG;
        } else if (text.matches("[-+]?\\d+")) {
            kind = ScalarKind.WHOLE_NUMBER;
        }
        return new Scalar(text, kind, location);
    }
}
