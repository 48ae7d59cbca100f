package dev.tidewheel.model.settings;

import java.nio.file.Path;
import java.util.Objects;

/**
 * What the place of a pipeline file says about the pipeline.
 *
 * @param folder where relative paths of the file begin
 * @param name the pipeline's name if the file gives none
 * @param storageName the folder within {@link PipelineFile#STORAGE_FOLDER} that is this pipeline's; empty for all of
 *     it. It has an ending, so that it is never one of the folders that a storage consists of
 */
record Origin(Path folder, String name, String storageName) {
    Origin {
        Objects.requireNonNull(folder, "folder is null");
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(storageName, "storageName is null");
    }

    /** Where tables are if the file does not say. */
    String storage() {
        Path all = folder.resolve(PipelineFile.STORAGE_FOLDER);
        return (storageName.isEmpty() ? all : all.resolve(storageName)).toString();
    }
}
