package dev.tidewheel.model.settings;

import dev.tidewheel.model.text.SourceLocation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Collects settings; what is not set keeps its default. Not safe for use by several threads. */
public final class PipelineSettingsBuilder {
    private final String name;
    private final Path folder;
    private @Nullable String id;
    private String catalog = PipelineSettings.DEFAULT_CATALOG;
    private String schema = PipelineSettings.DEFAULT_SCHEMA;
    private String storage;
    private Path root;
    private List<Library> libraries = List.of();
    private SourceFilter filters = SourceFilter.ALL;
    private Map<String, String> configuration = Map.of();
    private Map<String, String> parameters = Map.of();
    private Map<String, String> mounts = Map.of();
    private boolean continuous;
    private boolean development;
    private int concurrentFlows;
    private List<String> dependencies = List.of();
    private @Nullable EventLogTable eventLog;
    private @Nullable Preview preview;
    private List<Notification> notifications = List.of();
    private List<SecretPlace> secrets = List.of();
    private Map<String, String> tags = Map.of();
    private List<IgnoredField> ignored = List.of();
    private Map<String, SourceLocation> locations = new LinkedHashMap<>();

    PipelineSettingsBuilder(String name, Path folder) {
        this.name = name;
        this.folder = folder.toAbsolutePath().normalize();
        this.root = this.folder;
        this.storage = this.folder.resolve(PipelineFile.STORAGE_FOLDER).toString();
    }

    /** Identity; by default derived from the name. */
    public PipelineSettingsBuilder id(String newId) {
        id = newId;
        return this;
    }

    public PipelineSettingsBuilder catalog(String newCatalog) {
        catalog = newCatalog;
        return this;
    }

    public PipelineSettingsBuilder schema(String newSchema) {
        schema = newSchema;
        return this;
    }

    /** An absolute path or a URI. */
    public PipelineSettingsBuilder storage(String newStorage) {
        storage = newStorage;
        return this;
    }

    public PipelineSettingsBuilder root(Path newRoot) {
        root = newRoot.toAbsolutePath().normalize();
        return this;
    }

    public PipelineSettingsBuilder libraries(List<Library> newLibraries) {
        libraries = newLibraries;
        return this;
    }

    public PipelineSettingsBuilder filters(SourceFilter newFilters) {
        filters = newFilters;
        return this;
    }

    public PipelineSettingsBuilder configuration(Map<String, String> newConfiguration) {
        configuration = newConfiguration;
        return this;
    }

    public PipelineSettingsBuilder parameters(Map<String, String> newParameters) {
        parameters = newParameters;
        return this;
    }

    /** Prefix to absolute path or URI. */
    public PipelineSettingsBuilder mounts(Map<String, String> newMounts) {
        mounts = newMounts;
        return this;
    }

    public PipelineSettingsBuilder continuous(boolean newContinuous) {
        continuous = newContinuous;
        return this;
    }

    public PipelineSettingsBuilder development(boolean newDevelopment) {
        development = newDevelopment;
        return this;
    }

    /** 0 to let the engine choose. */
    public PipelineSettingsBuilder concurrentFlows(int newConcurrentFlows) {
        concurrentFlows = newConcurrentFlows;
        return this;
    }

    public PipelineSettingsBuilder dependencies(List<String> newDependencies) {
        dependencies = newDependencies;
        return this;
    }

    public PipelineSettingsBuilder eventLog(@Nullable EventLogTable newEventLog) {
        eventLog = newEventLog;
        return this;
    }

    public PipelineSettingsBuilder preview(@Nullable Preview newPreview) {
        preview = newPreview;
        return this;
    }

    public PipelineSettingsBuilder notifications(List<Notification> newNotifications) {
        notifications = newNotifications;
        return this;
    }

    public PipelineSettingsBuilder secrets(List<SecretPlace> newSecrets) {
        secrets = newSecrets;
        return this;
    }

    public PipelineSettingsBuilder tags(Map<String, String> newTags) {
        tags = newTags;
        return this;
    }

    PipelineSettingsBuilder ignored(List<IgnoredField> newIgnored) {
        ignored = newIgnored;
        return this;
    }

    PipelineSettingsBuilder locations(Map<String, SourceLocation> newLocations) {
        locations = newLocations;
        return this;
    }

    public PipelineSettings build() {
        return new PipelineSettings(
                id == null ? derivedId(name) : id,
                name,
                catalog,
                schema,
                storage,
                folder,
                root,
                libraries,
                filters,
                configuration,
                parameters,
                new Mounts(root, mounts),
                continuous,
                development,
                concurrentFlows,
                dependencies,
                eventLog,
                preview,
                notifications,
                secrets,
                tags,
                ignored,
                locations);
    }

    /** The same name gives the same identity everywhere. */
    private static String derivedId(String name) {
        return UUID.nameUUIDFromBytes(("tidewheel:pipeline:" + name).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
