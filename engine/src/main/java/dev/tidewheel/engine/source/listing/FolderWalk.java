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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
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

    /** Through the local disk: one system call for each file, where Hadoop's own walk needs several. */
    void local(Path root) throws IOException {
        java.nio.file.Path start = java.nio.file.Path.of(root.toUri().getPath());
        Files.walkFileTree(start, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new LocalVisitor(start));
    }

    private final class LocalVisitor extends SimpleFileVisitor<java.nio.file.Path> {
        private final java.nio.file.Path start;
        /** The folder whose whole content belongs to the source; null while the walk is above any such folder. */
        private java.nio.file.@Nullable Path insideOf;

        LocalVisitor(java.nio.file.Path start) {
            this.start = start;
            this.insideOf = glob == null || glob.matches(start.toString()) ? start : null;
        }

        @Override
        public FileVisitResult preVisitDirectory(java.nio.file.Path folder, BasicFileAttributes attributes) {
            if (folder.equals(start)) {
                return FileVisitResult.CONTINUE;
            }
            String name = folder.getFileName().toString();
            if (isHidden(name) || !descends(insideOf != null, name)) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            if (insideOf == null && matches(folder.toString())) {
                insideOf = folder;
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(java.nio.file.Path folder, @Nullable IOException failure)
                throws IOException {
            if (failure != null) {
                throw failure;
            }
            if (folder.equals(insideOf) && !folder.equals(start)) {
                insideOf = null;
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(java.nio.file.Path file, BasicFileAttributes attributes) {
            String name = file.getFileName().toString();
            if (!isHidden(name) && attributes.isRegularFile()) {
                String text = file.toString();
                offer(
                        insideOf != null,
                        text,
                        new ListedFile(
                                "file:" + text,
                                attributes.size(),
                                attributes.lastModifiedTime().toMillis()));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(java.nio.file.Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }
    }

    private void offer(boolean inside, String pathText, ListedFile file) {
        if ((inside || matches(pathText)) && filter.test(file)) {
            found.accept(file);
        }
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
