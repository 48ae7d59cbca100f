package dev.tidewheel.engine.source.listing;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.jspecify.annotations.Nullable;

/** One walk through a tree of folders. Files that vanish meanwhile are left out. */
final class FolderWalk {
    private static final int FOLDERS_AT_ONCE = 16;

    private final @Nullable PathGlob glob;
    private final boolean allFolders;
    private final Predicate<ListedFile> filter;
    private final Consumer<ListedFile> found;

    FolderWalk(@Nullable PathGlob glob, boolean allFolders, Predicate<ListedFile> filter, Consumer<ListedFile> found) {
        this.glob = glob;
        this.allFolders = allFolders;
        this.filter = filter;
        this.found = found;
    }

    /** Through any file system, many folders at once: where it is far away, waiting is what takes time. */
    void remote(FileSystem files, Path root) throws IOException {
        ExecutorService threads = Executors.newFixedThreadPool(FOLDERS_AT_ONCE, runnable -> {
            Thread thread = new Thread(runnable, "listing");
            thread.setDaemon(true);
            return thread;
        });
        try {
            Queue<Future<Listed>> asked = new ArrayDeque<>();
            Folder first =
                    new Folder(root, glob == null || glob.matches(root.toUri().getPath()));
            asked.add(threads.submit(() -> listed(files, first)));
            while (!asked.isEmpty()) {
                for (Folder folder : offerAll(result(asked.remove()))) {
                    asked.add(threads.submit(() -> listed(files, folder)));
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** A folder to be listed; inside if its whole content belongs to the source. */
    private record Folder(Path path, boolean inside) {}

    private record Listed(Folder folder, List<FileStatus> children) {}

    private static Listed listed(FileSystem files, Folder folder) throws IOException {
        List<FileStatus> all = new ArrayList<>();
        try {
            RemoteIterator<FileStatus> children = files.listStatusIterator(folder.path());
            while (children.hasNext()) {
                all.add(children.next());
            }
        } catch (FileNotFoundException vanished) {
            return new Listed(folder, List.of());
        }
        return new Listed(folder, all);
    }

    private static Listed result(Future<Listed> asked) throws IOException {
        try {
            return asked.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the listing was interrupted");
        }
    }

    /** Offers the files of a folder; gives the folders that are to be listed. */
    private List<Folder> offerAll(Listed listed) {
        List<Folder> folders = new ArrayList<>();
        boolean inside = listed.folder().inside();
        for (FileStatus child : listed.children()) {
            String name = child.getPath().getName();
            if (isHidden(name)) {
                continue;
            }
            String childPath = child.getPath().toUri().getPath();
            if (!child.isDirectory()) {
                offer(
                        inside,
                        childPath,
                        new ListedFile(child.getPath().toString(), child.getLen(), child.getModificationTime()));
            } else if (descends(inside, name)) {
                folders.add(new Folder(child.getPath(), inside || matches(childPath)));
            }
        }
        return folders;
    }

    /**
     * Through the local disk: one system call for each file, where Hadoop's own walk needs several.
     *
     * @param quiet folders that need not be listed if they have not changed; kept up to date
     */
    void local(Path root, @Nullable QuietFolders quiet) throws IOException {
        if (quiet != null) {
            quiet.begin();
        }
        java.nio.file.Path start = java.nio.file.Path.of(root.toUri().getPath());
        walkLocal(start, matches(start.toString()), quiet, System.currentTimeMillis());
    }

    private void walkLocal(java.nio.file.Path start, boolean inside, @Nullable QuietFolders quiet, long began)
            throws IOException {
        Files.walkFileTree(
                start,
                EnumSet.of(FileVisitOption.FOLLOW_LINKS),
                Integer.MAX_VALUE,
                new LocalVisitor(start, inside, quiet, began));
    }

    /** A folder whose files are being looked at. */
    private static final class Visited {
        private final FileTime changed;
        private final boolean inside;
        private final List<java.nio.file.Path> folders = new ArrayList<>();
        private boolean loud;

        /** @param inside true if its whole content belongs to the source */
        Visited(FileTime changed, boolean inside) {
            this.changed = changed;
            this.inside = inside;
        }
    }

    private final class LocalVisitor extends SimpleFileVisitor<java.nio.file.Path> {
        private final java.nio.file.Path start;
        private final boolean startInside;
        private final @Nullable QuietFolders quiet;
        private final long began;
        private final Deque<Visited> way = new ArrayDeque<>();

        LocalVisitor(java.nio.file.Path start, boolean startInside, @Nullable QuietFolders quiet, long began) {
            this.start = start;
            this.startInside = startInside;
            this.quiet = quiet;
            this.began = began;
        }

        @Override
        public FileVisitResult preVisitDirectory(java.nio.file.Path folder, BasicFileAttributes attributes)
                throws IOException {
            boolean inside = startInside;
            if (!folder.equals(start)) {
                Visited parent = way.element();
                String name = folder.getFileName().toString();
                if (isHidden(name) || !descends(parent.inside, name)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                parent.folders.add(folder);
                inside = parent.inside || matches(folder.toString());
            }
            FileTime changed = attributes.lastModifiedTime();
            if (quiet != null) {
                changed = quiet.changed(folder);
                Optional<List<java.nio.file.Path>> unchanged = quiet.unchanged(folder, changed);
                if (unchanged.isPresent()) {
                    for (java.nio.file.Path next : unchanged.get()) {
                        walkLocal(next, inside || matches(next.toString()), quiet, began);
                    }
                    return FileVisitResult.SKIP_SUBTREE;
                }
            }
            way.push(new Visited(changed, inside));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(java.nio.file.Path folder, @Nullable IOException failure)
                throws IOException {
            if (failure != null) {
                throw failure;
            }
            Visited visited = way.pop();
            if (quiet != null && visited.loud) {
                quiet.loud(folder);
            } else if (quiet != null) {
                quiet.quiet(folder, visited.changed, visited.folders, began);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(java.nio.file.Path file, BasicFileAttributes attributes) {
            Visited parent = way.peek();
            String name = file.getFileName().toString();
            if (parent == null || isHidden(name)) {
                // without a parent it was a folder a moment ago
                return FileVisitResult.CONTINUE;
            }
            String text = file.toString();
            // a link that leads nowhere may lead to a file later
            parent.loud |= !attributes.isRegularFile()
                    || offer(
                            parent.inside,
                            text,
                            new ListedFile(
                                    "file:" + text,
                                    attributes.size(),
                                    attributes.lastModifiedTime().toMillis()));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(java.nio.file.Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                if (!way.isEmpty()) {
                    way.element().loud = true;
                }
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }
    }

    /** Gives true if it is wanted. */
    private boolean offer(boolean inside, String pathText, ListedFile file) {
        boolean wanted = (inside || matches(pathText)) && filter.test(file);
        if (wanted) {
            found.accept(file);
        }
        return wanted;
    }

    private boolean matches(String pathText) {
        return glob == null || glob.matches(pathText);
    }

    /** Above the folders that a pattern names every folder may lead to them; inside, the user decides. */
    private boolean descends(boolean inside, String folderName) {
        return !inside || allFolders || folderName.indexOf('=') > 0;
    }

    private static boolean isHidden(String name) {
        return name.startsWith(".") || (name.startsWith("_") && name.indexOf('=') < 0) || name.endsWith("._COPYING_");
    }
}
