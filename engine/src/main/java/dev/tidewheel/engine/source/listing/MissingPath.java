package dev.tidewheel.engine.source.listing;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.Suggestions;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with a path that does not exist: how far it does exist, and what it may have been meant to be. */
final class MissingPath {

    private MissingPath() {}

    static Problem problem(FileSystem files, Path missing) throws IOException {
        Problem problem = Problem.of(ErrorCode.SOURCE_PATH_NOT_FOUND, "`" + shown(missing) + "` does not exist");
        Path wanted = missing;
        @Nullable Path parent = missing.getParent();
        while (parent != null && !files.exists(parent)) {
            wanted = parent;
            parent = parent.getParent();
        }
        if (parent == null) {
            return problem.remedy("Check the path");
        }
        List<String> names = names(files, parent);
        String hint = Suggestions.didYouMean(wanted.getName(), names);
        return problem.because("`" + shown(parent) + "` exists, but has no `" + wanted.getName() + "`")
                .remedy(hint.isEmpty() ? "Check the path, or create the folder before the update" : hint);
    }

    /** A local path as its user would write it. */
    private static String shown(Path path) {
        return "file".equals(path.toUri().getScheme()) ? path.toUri().getPath() : path.toString();
    }

    private static List<String> names(FileSystem files, Path folder) throws IOException {
        List<String> names = new ArrayList<>();
        try {
            Arrays.stream(files.listStatus(folder))
                    .map(FileStatus::getPath)
                    .map(Path::getName)
                    .forEach(names::add);
        } catch (FileNotFoundException vanished) {
            return List.of();
        }
        return names;
    }
}
