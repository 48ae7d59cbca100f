package dev.tidewheel.model.settings;

import dev.tidewheel.model.document.Node;
import dev.tidewheel.model.document.Node.Entry;
import dev.tidewheel.model.document.Node.Mapping;
import dev.tidewheel.model.document.Node.Scalar;
import dev.tidewheel.model.document.Node.ScalarKind;
import dev.tidewheel.model.document.ShapeCheck;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SourceLocation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Turns the keys of a pipeline into settings. What has the wrong shape is reported by {@link ShapeCheck} and passed
 * over here, so that all problems come out together. Not safe for use by several threads.
 */
final class SettingsReader {
    private static final List<String> SCHEMA_WORDS = List.of("schema", "target", "database");

    private static final Comparator<@Nullable SourceLocation> BY_PLACE = Comparator.nullsFirst(
            Comparator.comparingInt(SourceLocation::line).thenComparingInt(SourceLocation::column));

    private final Mapping pipeline;
    private final Origin origin;
    private final List<Problem> problems = new ArrayList<>();

    private SettingsReader(Mapping pipeline, Origin origin) {
        this.pipeline = pipeline;
        this.origin = origin;
    }

    static PipelineSettings read(Node document, Origin origin, Map<String, String> overrides) {
        if (!(document instanceof Mapping mapping)) {
            throw new PipelineException(ShapeCheck.check(document, PipelineKeys.PIPELINE, ""));
        }
        SettingsReader reader = new SettingsReader(Overrides.apply(mapping, overrides), origin);
        reader.problems.addAll(ShapeCheck.check(reader.pipeline, PipelineKeys.PIPELINE, ""));
        PipelineSettings settings = reader.settings();
        if (!reader.problems.isEmpty()) {
            reader.problems.sort(Comparator.comparing(Problem::location, BY_PLACE));
            throw new PipelineException(reader.problems);
        }
        return settings;
    }

    private PipelineSettings settings() {
        PipelineSettingsBuilder builder =
                PipelineSettings.builder(pipeline.text("name").orElse(origin.name()), origin.folder());
        Mounts mounts = new Mounts(origin.folder(), mounts());
        builder.mounts(mounts.places());
        pipeline.text("id").ifPresent(builder::id);
        pipeline.text("catalog").ifPresent(builder::catalog);
        schema(builder::schema);
        builder.storage(storage(mounts));
        builder.root(root(mounts));
        builder.libraries(new LibraryReader(problems).read(pipeline.elements("libraries")));
        pipeline.mapping("filters")
                .ifPresent(filters ->
                        builder.filters(new SourceFilter(globs(filters, "include"), globs(filters, "exclude"))));
        builder.configuration(values("configuration"));
        builder.parameters(values("parameters"));
        builder.tags(values("tags"));
        builder.continuous(flag("continuous"));
        builder.development(flag("development"));
        builder.concurrentFlows(concurrentFlows());
        pipeline.mapping("environment")
                .ifPresent(environment -> builder.dependencies(texts(environment, "dependencies")));
        builder.eventLog(eventLog());
        builder.preview(preview());
        builder.notifications(notifications());
        builder.secrets(new SecretsReader(origin.folder(), problems).read(pipeline.elements("secrets")));
        builder.ignored(ignored());
        builder.locations(locations());
        return builder.build();
    }

    private void schema(Consumer<String> target) {
        List<Entry> given = SCHEMA_WORDS.stream()
                .flatMap(word -> pipeline.entry(word).stream())
                .toList();
        given.stream().findFirst().flatMap(entry -> pipeline.text(entry.key())).ifPresent(target);
        given.stream()
                .skip(1)
                .forEach(entry -> invalid(
                        entry.keyLocation(),
                        "`" + entry.key() + "` and `" + given.get(0).key() + "` are two words for the same setting",
                        "Keep `" + given.get(0).key() + "` only"));
    }

    private Map<String, String> mounts() {
        Map<String, String> places = new LinkedHashMap<>();
        Map<PlatformPath, String> seen = new LinkedHashMap<>();
        Mounts relative = Mounts.none(origin.folder());
        for (Entry entry : entries("mounts")) {
            PlatformPath prefix = PlatformPath.parse(entry.key());
            if (prefix == null) {
                invalid(
                        entry.keyLocation(),
                        "`" + entry.key() + "` cannot be mounted: it is a relative path",
                        "Begin it with `/` or with a scheme, such as `/Volumes` or `dbfs:/`");
            } else if (seen.putIfAbsent(prefix, entry.key()) != null) {
                invalid(
                        entry.keyLocation(),
                        "`" + entry.key() + "` is the same place as `" + seen.get(prefix) + "`",
                        "Keep one of the two");
            } else if (entry.value() instanceof Scalar place) {
                places.put(entry.key(), relative.resolve(place.text()));
            }
        }
        return places;
    }

    private String storage(Mounts mounts) {
        String written = pipeline.text("storage").orElse("");
        if (written.isBlank()) {
            return origin.storage();
        }
        mounts.advice(written)
                .ifPresent(advice -> invalid(
                        Objects.requireNonNull(locations().get("storage")),
                        "`storage` is `" + written + "`, a place of the platform",
                        advice + ", or give another place with `--set storage=<folder>`"));
        return mounts.resolve(written);
    }

    private Path root(Mounts mounts) {
        String written = pipeline.text("root_path").orElse("");
        if (written.isBlank()) {
            return origin.folder();
        }
        String place = mounts.resolve(written);
        Path root = Path.of(place);
        if (!place.startsWith("/") || !Files.isDirectory(root)) {
            invalid(
                    Objects.requireNonNull(locations().get("root_path")),
                    "`root_path` is `" + written + "`, which is not a folder",
                    mounts.advice(written).orElse(""));
            return origin.folder();
        }
        return root;
    }

    private int concurrentFlows() {
        return pipeline.text("max_concurrent_flows")
                .filter(text -> text.matches("\\d{1,9}"))
                .map(Integer::parseInt)
                .orElse(0);
    }

    private @Nullable EventLogTable eventLog() {
        Mapping table = pipeline.mapping("event_log").orElse(null);
        return table == null || table.text("name").isEmpty()
                ? null
                : new EventLogTable(
                        table.text("catalog").orElse(null),
                        table.text("schema").orElse(null),
                        table.text("name").get());
    }

    private @Nullable Preview preview() {
        Node given = pipeline.get("preview").orElse(null);
        Mapping full = given instanceof Mapping mapping ? mapping : null;
        Node query = full == null ? given : full.get("query").orElse(null);
        return query instanceof Scalar scalar && !scalar.text().isBlank()
                ? new Preview(
                        scalar.text(), full == null ? null : full.text("hint").orElse(null), scalar.location())
                : null;
    }

    private List<Notification> notifications() {
        return pipeline.elements("notifications").stream()
                .filter(Mapping.class::isInstance)
                .map(Mapping.class::cast)
                .map(mapping -> new Notification(texts(mapping, "email_recipients"), texts(mapping, "alerts")))
                .toList();
    }

    private List<IgnoredField> ignored() {
        List<IgnoredField> ignored = new ArrayList<>();
        for (Entry entry : pipeline.entries()) {
            String reason = PipelineKeys.IGNORED.get(entry.key());
            if (reason != null) {
                ignored.add(new IgnoredField(entry.key(), reason, entry.keyLocation()));
            }
        }
        return ignored;
    }

    private Map<String, SourceLocation> locations() {
        Map<String, SourceLocation> locations = new LinkedHashMap<>();
        for (Entry entry : pipeline.entries()) {
            locations.put(entry.key(), entry.value().location());
            if (entry.value() instanceof Mapping mapping) {
                mapping.entries()
                        .forEach(inner -> locations.put(
                                entry.key() + "." + inner.key(), inner.value().location()));
            }
        }
        return locations;
    }

    private boolean flag(String key) {
        return pipeline.get(key)
                .filter(value -> value instanceof Scalar scalar
                        && scalar.kind() == ScalarKind.FLAG
                        && Boolean.parseBoolean(scalar.text()))
                .isPresent();
    }

    private Map<String, String> values(String key) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Entry entry : entries(key)) {
            if (entry.value() instanceof Scalar scalar && scalar.kind() != ScalarKind.NOTHING) {
                values.put(entry.key(), scalar.text());
            }
        }
        return values;
    }

    private List<Entry> entries(String key) {
        return pipeline.mapping(key).map(Mapping::entries).orElse(List.of());
    }

    private List<String> globs(Mapping mapping, String key) {
        for (Node element : mapping.elements(key)) {
            if (element instanceof Scalar glob) {
                Glob.check(glob.text(), glob.location()).ifPresent(problems::add);
            }
        }
        return texts(mapping, key);
    }

    static List<String> texts(Mapping mapping, String key) {
        return mapping.elements(key).stream()
                .filter(Scalar.class::isInstance)
                .map(element -> ((Scalar) element).text())
                .toList();
    }

    private void invalid(SourceLocation location, String message, String fix) {
        problems.add(Problem.of(ErrorCode.PIPELINE_FILE_INVALID_VALUE, message)
                .remedy(fix)
                .at(location));
    }
}
