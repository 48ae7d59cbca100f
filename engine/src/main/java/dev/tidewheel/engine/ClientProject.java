package dev.tidewheel.engine;

import dev.tidewheel.engine.frontend.client.ClientRun;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.settings.PipelineFile;
import dev.tidewheel.model.settings.PipelineSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out which pipeline a client means. It tells where the pipeline's storage is, but not where its file is; so that
 * it is the same pipeline for all who run it, the file is looked for where it can be. Stateless.
 */
final class ClientProject {

    private ClientProject() {}

    /** @param server settings of the pipeline that the server was started for */
    static PipelineSettings settings(PipelineSettings server, ClientRun run) {
        String storage =
                run.storage().isBlank() ? server.storage() : server.mounts().resolve(run.storage());
        PipelineSettings project =
                isAt(storage, server) ? server : found(storage, run).orElseGet(() -> nameless(server, storage));
        return project.toBuilder()
                .catalog(run.scope().catalog())
                .schema(run.scope().schema())
                .storage(storage)
                .configuration(run.configuration())
                .build();
    }

    private static Optional<PipelineSettings> found(String storage, ClientRun run) {
        List<Path> folders = new ArrayList<>();
        for (Path source : run.sources()) {
            for (Path folder = source.getParent(); folder != null; folder = folder.getParent()) {
                folders.add(folder);
            }
        }
        folderOf(storage).map(Path::getParent).ifPresent(folders::add);
        return folders.stream()
                .distinct()
                .flatMap(folder -> pipelineIn(folder).stream())
                .filter(settings -> isAt(storage, settings))
                .findFirst();
    }

    private static Optional<PipelineSettings> pipelineIn(Path folder) {
        if (PipelineFile.NAMES.stream().map(folder::resolve).noneMatch(Files::isRegularFile)) {
            return Optional.empty();
        }
        try {
            return Optional.of(PipelineFile.load(folder, Map.of()));
        } catch (PipelineException e) {
            // a file that cannot be read is not the one that the client has read
            return Optional.empty();
        }
    }

    /** What has no file is known by where it is. */
    private static PipelineSettings nameless(PipelineSettings server, String storage) {
        String name = folderOf(storage).map(Path::toString).orElse(storage);
        return PipelineSettings.builder(name, server.folder())
                .root(server.root())
                .mounts(server.mounts().places())
                .dependencies(server.dependencies())
                .build();
    }

    private static boolean isAt(String storage, PipelineSettings settings) {
        return settings.storage().equals(storage)
                || (folderOf(storage).isPresent() && folderOf(storage).equals(settings.storageFolder()));
    }

    private static Optional<Path> folderOf(String storage) {
        return PipelineSettings.builder("", Path.of(""))
                .storage(storage)
                .build()
                .storageFolder();
    }
}
