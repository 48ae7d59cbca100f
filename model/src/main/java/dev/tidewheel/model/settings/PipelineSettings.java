package dev.tidewheel.model.settings;

import dev.tidewheel.model.name.NameScope;
import dev.tidewheel.model.text.SourceLocation;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * All that a pipeline file says, with defaults filled in. Immutable; made by {@link PipelineFile} or, in code, by
 * {@link #builder}.
 *
 * @param id identity of the pipeline, as given or derived from the name
 * @param name name of the pipeline
 * @param catalog catalog of tables without one
 * @param schema schema of tables without one
 * @param storage where tables, checkpoints and events are: an absolute path, or a URI as given
 * @param folder where relative paths of the settings begin: the folder of the pipeline file
 * @param root where relative paths in source code begin
 * @param libraries where the source code is; empty for the default of {@link SourceFiles}
 * @param filters which source files to take
 * @param configuration values for <code>${key}</code> and settings of Spark
 * @param parameters values for {@code :key} in SQL
 * @param mounts places of the platform's paths
 * @param continuous whether an update goes on until it is stopped
 * @param development whether failures are reported at once instead of retried
 * @param concurrentFlows how many flows may run at the same time, 0 to let the engine choose
 * @param dependencies Python packages
 * @param eventLog name under which the event log can be read, null if none was given
 * @param resultPreview what is shown after a completed update, null for nothing
 * @param notifications who is told about what
 * @param secrets where secrets are looked for after the environment, in this order
 * @param tags labels
 * @param ignored keys of the file that mean nothing here
 * @param locations place of each key that was given, nested ones with dots, such as {@code configuration.day}
 */
public record PipelineSettings(
        String id,
        String name,
        String catalog,
        String schema,
        String storage,
        Path folder,
        Path root,
        List<Library> libraries,
        SourceFilter filters,
        Map<String, String> configuration,
        Map<String, String> parameters,
        Mounts mounts,
        boolean continuous,
        boolean development,
        int concurrentFlows,
        List<String> dependencies,
        @Nullable EventLogTable eventLog,
        @Nullable Preview resultPreview,
        List<Notification> notifications,
        List<SecretPlace> secrets,
        Map<String, String> tags,
        List<IgnoredField> ignored,
        Map<String, SourceLocation> locations) {

    public static final String DEFAULT_CATALOG = "main";
    public static final String DEFAULT_SCHEMA = "default";

    public PipelineSettings {
        Objects.requireNonNull(id, "id is null");
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(catalog, "catalog is null");
        Objects.requireNonNull(schema, "schema is null");
        Objects.requireNonNull(storage, "storage is null");
        Objects.requireNonNull(folder, "folder is null");
        Objects.requireNonNull(root, "root is null");
        libraries = List.copyOf(libraries);
        Objects.requireNonNull(filters, "filters is null");
        configuration = ordered(configuration);
        parameters = ordered(parameters);
        Objects.requireNonNull(mounts, "mounts is null");
        dependencies = List.copyOf(dependencies);
        notifications = List.copyOf(notifications);
        secrets = List.copyOf(secrets);
        tags = ordered(tags);
        ignored = List.copyOf(ignored);
        locations = ordered(locations);
    }

    /** Settings of a pipeline called {@code name} in {@code folder}, all else by default. */
    public static PipelineSettingsBuilder builder(String name, Path folder) {
        return new PipelineSettingsBuilder(name, folder);
    }

    /** These settings, to be changed. */
    public PipelineSettingsBuilder toBuilder() {
        return builder(name, folder)
                .id(id)
                .catalog(catalog)
                .schema(schema)
                .storage(storage)
                .root(root)
                .libraries(libraries)
                .filters(filters)
                .configuration(configuration)
                .parameters(parameters)
                .mounts(mounts.places())
                .continuous(continuous)
                .development(development)
                .concurrentFlows(concurrentFlows)
                .dependencies(dependencies)
                .eventLog(eventLog)
                .preview(resultPreview)
                .notifications(notifications)
                .secrets(secrets)
                .tags(tags)
                .ignored(ignored)
                .locations(locations);
    }

    /** These settings with other libraries. */
    public PipelineSettings withLibraries(List<Library> newLibraries) {
        return toBuilder().libraries(newLibraries).build();
    }

    /** The catalog and schema in which short names are read. */
    public NameScope defaultScope() {
        return new NameScope(catalog, schema);
    }

    /** The limit of concurrent flows, if one was given. */
    public OptionalInt maxConcurrentFlows() {
        return concurrentFlows == 0 ? OptionalInt.empty() : OptionalInt.of(concurrentFlows);
    }

    /** What is shown after a completed update, if anything. */
    public Optional<Preview> preview() {
        return Optional.ofNullable(resultPreview);
    }

    /** {@link #storage} as a folder of this machine; empty if it is on another file system. */
    public Optional<Path> storageFolder() {
        return LocalPath.of(storage);
    }

    /** Where a key was given, nested ones with dots; empty if it was not. */
    public Optional<SourceLocation> locationOf(String key) {
        return Optional.ofNullable(locations.get(key));
    }

    private static <V> Map<String, V> ordered(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
