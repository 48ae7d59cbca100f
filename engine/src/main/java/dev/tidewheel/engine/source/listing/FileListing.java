package dev.tidewheel.engine.source.listing;

import dev.tidewheel.engine.source.option.FileSourceOptions;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Finds the files of one source. A path may be a file, a folder or a pattern; everything below a matching folder
 * belongs to it. Names that begin with {@code _} or {@code .} are hidden, save for partitions such as {@code _day=1}.
 * Immutable; each call of {@link #list} looks anew.
 */
public final class FileListing {
    private final Configuration configuration;
    private final Path path;
    private final FileSourceOptions options;
    private final ZoneId zone;

    /**
     * @param path where to look, with all that the pipeline's settings say about paths already applied
     * @param zone what times without offset in the options mean
     */
    public FileListing(Configuration configuration, String path, FileSourceOptions options, ZoneId zone) {
        this.configuration = configuration;
        this.path = pathOf(path);
        this.options = options;
        this.zone = zone;
    }

    /**
     * All files that are there now.
     *
     * @throws PipelineException SOURCE_PATH_NOT_FOUND if the path, or the fixed part of a pattern, does not exist;
     *     SOURCE_UNREADABLE if it cannot be read
     */
    public FileSnapshot list() {
        return list(file -> true);
    }

    /**
     * Those of the files that are there now which are wanted; the others are not kept in memory.
     *
     * @throws PipelineException as {@link #list()}
     */
    public FileSnapshot list(Predicate<ListedFile> wanted) {
        return list(wanted, null);
    }

    /**
     * As {@link #list(Predicate)}, without those in folders that have not changed since nothing was wanted in them.
     *
     * @param quiet of earlier calls with the same {@code wanted}, if not {@code null}; kept up to date
     * @throws PipelineException as {@link #list()}
     */
    public FileSnapshot list(Predicate<ListedFile> wanted, @Nullable QuietFolders quiet) {
        try {
            FileSystem files = path.getFileSystem(configuration);
            Path full = files.makeQualified(path);
            Optional<FileStatus> literal = status(files, full);
            if (literal.isPresent()) {
                return walk(files, literal.get(), null, wanted, quiet);
            }
            String text = full.toUri().getPath();
            if (!PathGlob.hasSpecialCharacters(text)) {
                throw new PipelineException(MissingPath.problem(files, full));
            }
            Path root = new Path(full.toUri().getScheme(), full.toUri().getAuthority(), PathGlob.literalPrefix(text));
            Optional<FileStatus> found = status(files, root);
            if (found.isEmpty()) {
                throw new PipelineException(MissingPath.problem(files, root));
            }
            PathGlob glob = options.usesStrictGlobs() ? PathGlob.strict(text) : PathGlob.lenient(text);
            return walk(files, found.get(), glob, wanted, quiet);
        } catch (IOException e) {
            throw new PipelineException(
                    Problem.of(ErrorCode.SOURCE_UNREADABLE, "The files of `" + path + "` cannot be listed")
                            .because(String.valueOf(e.getMessage()))
                            .remedy("Check the path and the permissions"),
                    e);
        }
    }

    private FileSnapshot walk(
            FileSystem files,
            FileStatus start,
            @Nullable PathGlob glob,
            Predicate<ListedFile> wanted,
            @Nullable QuietFolders quiet)
            throws IOException {
        List<ListedFile> found = new ArrayList<>();
        if (start.isFile()) {
            ListedFile file = new ListedFile(start.getPath().toString(), start.getLen(), start.getModificationTime());
            if (wanted.test(file)) {
                found.add(file);
            }
            return new FileSnapshot(String.valueOf(start.getPath().getParent()), found);
        }
        FolderWalk walk = new FolderWalk(glob, options.searchesAllFolders(), filter().and(wanted), found::add);
        if (start.getPath().toUri().getScheme().equals("file")) {
            walk.local(start.getPath(), quiet);
        } else {
            walk.remote(files, start.getPath());
        }
        found.sort(ListedFile.ORDER);
        return new FileSnapshot(start.getPath().toString(), found);
    }

    private Predicate<ListedFile> filter() {
        Predicate<ListedFile> filter = file -> true;
        Optional<PathGlob> names = options.fileNamePattern().map(PathGlob::strict);
        if (names.isPresent()) {
            filter = filter.and(file -> names.get().matches(file.name()));
        }
        Optional<Instant> after = options.modifiedAfter(zone);
        if (after.isPresent()) {
            filter = filter.and(file -> file.modified() > after.get().toEpochMilli());
        }
        Optional<Instant> before = options.modifiedBefore(zone);
        if (before.isPresent()) {
            filter = filter.and(file -> file.modified() < before.get().toEpochMilli());
        }
        return filter;
    }

    private static Optional<FileStatus> status(FileSystem files, Path path) throws IOException {
        try {
            return Optional.of(files.getFileStatus(path));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }

    private static Path pathOf(String text) {
        try {
            return new Path(text.strip());
        } catch (IllegalArgumentException e) {
            throw new PipelineException(
                    Problem.of(ErrorCode.SOURCE_PATH_NOT_FOUND, "`" + text + "` is not a path")
                            .because(String.valueOf(e.getMessage()))
                            .remedy("Give the path of a file, of a folder, or a pattern"),
                    e);
        }
    }

    /** The folder that everything is in that a path or pattern can find. */
    public static String fixedFolder(String path) {
        return PathGlob.hasSpecialCharacters(path) ? PathGlob.literalPrefix(path) : path;
    }
}
