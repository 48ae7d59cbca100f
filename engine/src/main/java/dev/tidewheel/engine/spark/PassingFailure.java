package dev.tidewheel.engine.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.CharConversionException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.zip.ZipException;
import org.apache.hadoop.security.AccessControlException;
import org.jspecify.annotations.Nullable;

/**
 * Tells reading and writing that may work the next time from content that cannot be read and rights that are not there.
 * Clients of object stores throw exceptions of their own, which are no {@link IOException}, and file systems put them into
 * one; so it is looked for in all causes, not only in the last one. Stateless.
 */
public final class PassingFailure {

    /** What these throw themselves is about bytes that they were given; who gives them throws other things. */
    private static final List<String> DECODERS = List.of(
            "org.apache.hadoop.io.compress.",
            "org.apache.avro.",
            "org.apache.orc.",
            "org.xerial.snappy.",
            "com.github.luben.zstd.");

    /** Causes may go in a circle. */
    private static final int DEEPEST = 100;

    private PassingFailure() {}

    /** True if something was read or written, and it is not what is in a file, or may be done with it, that stops it. */
    public static boolean is(Throwable failure) {
        boolean storage = false;
        int depth = 0;
        for (@Nullable Throwable cause = failure; cause != null && depth < DEEPEST; cause = cause.getCause()) {
            if (comesAgain(cause)) {
                return false;
            }
            storage |= cause instanceof IOException;
            depth++;
        }
        return storage;
    }

    private static boolean comesAgain(Throwable error) {
        return isContent(error)
                || error instanceof FileNotFoundException
                || error instanceof NoSuchFileException
                || error instanceof AccessDeniedException
                || error instanceof AccessControlException;
    }

    private static boolean isContent(Throwable error) {
        return error instanceof ZipException
                || error instanceof EOFException && !isOfConnection(error)
                || error instanceof CharConversionException
                || error instanceof JsonProcessingException
                || error instanceof IOException && error.getCause() == null && isThrownByDecoder(error);
    }

    /** Hadoop's clients say so of a server that has hung up. */
    private static boolean isOfConnection(Throwable error) {
        return String.valueOf(error.getMessage()).startsWith("End of File Exception between local host");
    }

    private static boolean isThrownByDecoder(Throwable error) {
        StackTraceElement[] frames = error.getStackTrace();
        return frames.length > 0 && DECODERS.stream().anyMatch(frames[0].getClassName()::startsWith);
    }
}
