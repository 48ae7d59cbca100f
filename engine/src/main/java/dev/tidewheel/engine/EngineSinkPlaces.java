package dev.tidewheel.engine;

import dev.tidewheel.engine.lake.Lake;
import dev.tidewheel.engine.plan.StorageLayout;
import dev.tidewheel.engine.secret.Secrets;
import dev.tidewheel.engine.sink.FileSink;
import dev.tidewheel.engine.sink.SinkConnector;
import dev.tidewheel.engine.sink.SinkConnectors;
import dev.tidewheel.engine.sink.SinkPlaces;
import dev.tidewheel.model.definition.SinkTarget;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.name.TableName;
import dev.tidewheel.model.settings.PipelineSettings;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds what the sinks of a pipeline name among its folders and catalogs. Thread-safe. */
record EngineSinkPlaces(
        PipelineSettings settings, FlowSessions sessions, StorageLayout storage, Lake lake, Secrets secrets)
        implements SinkPlaces {

    @Override
    public String path(String written) {
        return settings.mounts().resolve(written);
    }

    @Override
    public SinkTarget open(SinkTarget written, TableName flow, int generation) {
        if (!(written instanceof SinkTarget.DataSource source)) {
            return written;
        }
        Optional<SinkConnector> installed = SinkConnectors.of(source.format());
        Set<String> paths = installed.map(SinkConnector::paths).orElse(Set.of());
        Map<String, String> options = new LinkedHashMap<>();
        source.options().forEach((name, value) -> {
            String revealed = secrets.reveal(value);
            options.put(name, paths.stream().anyMatch(name::equalsIgnoreCase) ? path(revealed) : revealed);
        });
        SinkTarget.DataSource revealed = new SinkTarget.DataSource(source.format(), options);
        if (installed.isPresent()) {
            return installed.get().open(revealed, flow.toString());
        }
        return FileSink.writes(revealed) ? FileSink.open(revealed, this, flow, generation) : revealed;
    }

    @Override
    public Optional<String> table(String name) {
        TableName table = settings.defaultScope()
                .qualify(Arrays.asList(name.strip().split("\\.")))
                .orElseThrow(() -> new PipelineException(
                        Problem.of(ErrorCode.SINK_INVALID, "`" + name + "` is not the name of a table")
                                .remedy("give one to three parts, as in catalog.schema.table")));
        if (sessions.isForeignCatalog(table.catalog())) {
            return Optional.empty();
        }
        String path = storage.table(table);
        lake.snapshot(path)
                .map(stored -> stored.properties().get(PipelineEngine.OWNER))
                .ifPresent(owner -> {
                    throw new PipelineException(Problem.of(
                                    ErrorCode.TABLE_OWNED_BY_ANOTHER_PIPELINE,
                                    "the table `" + table + "` belongs to the pipeline " + owner)
                            .because("a table that a pipeline defines is written by its own flows only")
                            .remedy("give the sink another table, or add a flow to the streaming table"));
                });
        return Optional.of(path);
    }
}
