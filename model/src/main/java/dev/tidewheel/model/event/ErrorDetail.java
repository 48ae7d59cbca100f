package dev.tidewheel.model.event;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong.
 *
 * @param fatal true if trying again cannot help
 * @param exceptions the exception and then its causes
 */
public record ErrorDetail(boolean fatal, List<ExceptionDetail> exceptions) {
    private static final int MAX_CAUSES = 20;
    private static final int MAX_FRAMES = 60;

    public ErrorDetail {
        exceptions = List.copyOf(exceptions);
    }

    /** An exception in the chain. */
    public record ExceptionDetail(String className, String message, List<Frame> stack) {
        public ExceptionDetail {
            Objects.requireNonNull(className, "className is null");
            Objects.requireNonNull(message, "message is null");
            stack = List.copyOf(stack);
        }
    }

    /**
     * A place in the code.
     *
     * @param lineNumber negative if not known
     */
    public record Frame(
            String declaringClass,
            String methodName,
            @Nullable String fileName,
            int lineNumber) {
        public Frame {
            Objects.requireNonNull(declaringClass, "declaringClass is null");
            Objects.requireNonNull(methodName, "methodName is null");
        }
    }

    /** A failure that nothing but a change by somebody can mend. */
    public static ErrorDetail fatal(Throwable failure) {
        return new ErrorDetail(true, chain(failure));
    }

    /** A failure that may pass by itself. */
    public static ErrorDetail retryable(Throwable failure) {
        return new ErrorDetail(false, chain(failure));
    }

    private static List<ExceptionDetail> chain(Throwable failure) {
        List<ExceptionDetail> chain = new ArrayList<>();
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable next = failure; next != null && seen.add(next) && chain.size() < MAX_CAUSES; ) {
            List<Frame> stack = Arrays.stream(next.getStackTrace())
                    .limit(MAX_FRAMES)
                    .map(frame -> new Frame(
                            frame.getClassName(), frame.getMethodName(), frame.getFileName(), frame.getLineNumber()))
                    .toList();
            String message = next.getMessage();
            chain.add(new ExceptionDetail(next.getClass().getName(), message == null ? "" : message, stack));
            next = next.getCause();
        }
        return chain;
    }
}
