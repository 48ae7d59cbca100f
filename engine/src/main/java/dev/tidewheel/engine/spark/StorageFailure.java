package dev.tidewheel.engine.spark;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.security.AccessControlException;
import org.jspecify.annotations.Nullable;

/** Recognizes that files cannot be written however often it is tried, and says why. Stateless. */
public final class StorageFailure {

    /** What delta-spark says without a reason. */
    private static final Pattern CANNOT_CREATE = Pattern.compile("Cannot create (?:file:)?(/\\S*)");

    private StorageFailure() {}

    /**
     * A problem STORAGE_NOT_WRITABLE; empty for failures that may pass, and those that have nothing to do with the place.
     *
     * @param what could not be done
     */
    public static Optional<Problem> explain(String what, IOException failure) {
        Problem problem = Problem.of(ErrorCode.STORAGE_NOT_WRITABLE, what);
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof AccessDeniedException
                || failure instanceof AccessControlException
                || message.contains("Permission denied")) {
            return Optional.of(problem.because("access is denied: " + message)
                    .remedy("give this user the right to read and write there"));
        }
        if (message.contains("Read-only file system")) {
            return Optional.of(
                    problem.because("the disk is mounted for reading only").remedy("choose another `storage`"));
        }
        if (message.contains("No space left on device") || message.contains("Disk quota exceeded")) {
            return Optional.of(problem.because("the disk is full").remedy("make room, or choose another `storage`"));
        }
        if (failure instanceof UnsupportedFileSystemException || message.contains("No FileSystem for scheme")) {
            return Optional.of(problem.because("no file system is known for such addresses: " + message)
                    .remedy("correct the address; what is not built in needs its jar on the class path"));
        }
        Matcher refused = CANNOT_CREATE.matcher(message);
        if (refused.find() && Files.isRegularFile(Path.of(inTheWay(refused.group(1))))) {
            return explain(what, new NotDirectoryException(refused.group(1)));
        }
        boolean fileInTheWay = failure instanceof NotDirectoryException
                || failure instanceof java.nio.file.FileAlreadyExistsException
                || failure instanceof FileAlreadyExistsException
                || failure instanceof ParentNotDirectoryException
                || failure instanceof FileSystemException && message.endsWith(": Not a directory");
        return fileInTheWay
                ? Optional.of(problem.because("a file stands where a folder has to be: " + inTheWay(message))
                        .remedy("move the file away, or choose another `storage`"))
                : Optional.empty();
    }

    /** The first part of the path that is a file, if it is a path of this machine. */
    private static String inTheWay(String message) {
        try {
            for (@Nullable Path part = Path.of(message.replaceFirst("(:.*| already exists.*)$", ""));
                    part != null;
                    part = part.getParent()) {
                if (Files.isRegularFile(part)) {
                    return part.toString();
                }
            }
            return message;
        } catch (InvalidPathException noPath) {
            return message;
        }
    }
}
