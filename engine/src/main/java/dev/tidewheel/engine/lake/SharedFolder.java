package dev.tidewheel.engine.lake;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.io.File;
import java.net.URI;
import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * On a cluster, a local folder has to be the same one on all machines. Where it is not, tasks write their files without
 * trouble, and a commit would name files that nobody else sees. Stateless.
 */
final class SharedFolder {

    private SharedFolder() {}

    /**
     * Looks for what tasks have written, if that is on a disk. To be called on the driver, before the commit.
     *
     * @throws PipelineException STORAGE_NOT_SHARED
     */
    static void check(String table, List<WrittenFile> files) {
        URI uri = new Path(table).toUri();
        if (uri.getScheme() != null && !uri.getScheme().equals("file")) {
            return;
        }
        for (WrittenFile file : files) {
            if (!new File(uri.getPath(), file.path()).exists()) {
                throw new PipelineException(Problem.of(
                                ErrorCode.STORAGE_NOT_SHARED,
                                "The folder `" + uri.getPath() + "` is not the same on all machines of the cluster")
                        .because("An executor has written `" + file.path()
                                + "` there, and this machine does not see it; nothing was committed")
                        .remedy("Give `storage` a place that all machines reach under the same address, such as an"
                                + " object store, HDFS, or a folder that is mounted everywhere"));
            }
        }
    }
}
