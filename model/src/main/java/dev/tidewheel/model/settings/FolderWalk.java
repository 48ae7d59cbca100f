package dev.tidewheel.model.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Lists the files below a folder without looking into hidden folders or those that hold data. Stateless. */
final class FolderWalk {

    private FolderWalk() {}

    /**
     * All files below {@code folder} that are {@code wanted}, sorted by path.
     *
     * @param closed absolute paths of folders that are not entered
     * @param closedNames names of folders that are not entered, wherever they are
     * @throws UncheckedIOException if the folder itself cannot be read
     */
    static List<Path> list(Path folder, Collection<Path> closed, Set<String> closedNames, Predicate<Path> wanted) {
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(
                    folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult preVisitDirectory(Path entered, BasicFileAttributes attributes) {
                            String name = String.valueOf(entered.getFileName());
                            boolean skipped = !entered.equals(folder)
                                    && (name.startsWith(".") || closedNames.contains(name) || closed.contains(entered));
                            return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                            if (attributes.isRegularFile()
                                    && !file.getFileName().toString().startsWith(".")
                                    && wanted.test(file)) {
                                found.add(file);
                            }
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException error) throws IOException {
                            if (file.equals(folder)) {
                                throw error;
                            }
                            // a link that leads round in a circle, or a folder of somebody else
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        found.sort(Comparator.comparing(Path::toString));
        return found;
    }
}
