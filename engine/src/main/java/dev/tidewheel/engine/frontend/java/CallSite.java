package dev.tidewheel.engine.frontend.java;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of running code.
 *
 * @param fileName without folders, null if the class does not say
 * @param line 0 if the class does not say
 */
record CallSite(String className, @Nullable String fileName, int line) {

    /** What stands between the user's code and ours, or below the user's code, but is never the user's. */
    private static final List<String> FOREIGN = List.of(
            "dev.tidewheel.api.",
            "dev.tidewheel.engine.",
            "java.",
            "javax.",
            "jdk.",
            "sun.",
            "scala.",
            "org.apache.spark.",
            "io.delta.");

    /** The user's line that is being executed by this thread; a place without line in {@code otherwise} if none is. */
    static CallSite ofCaller(String otherwise) {
        return StackWalker.getInstance()
                .walk(frames -> frames.map(StackWalker.StackFrame::toStackTraceElement)
                        .filter(CallSite::isUsers)
                        .findFirst())
                .map(CallSite::of)
                .orElseGet(() -> new CallSite(otherwise, null, 0));
    }

    static CallSite of(StackTraceElement frame) {
        return new CallSite(frame.getClassName(), frame.getFileName(), Math.max(0, frame.getLineNumber()));
    }

    /** False for frames of this engine, of Spark and of the Java platform. */
    static boolean isUsers(StackTraceElement frame) {
        return FOREIGN.stream().noneMatch(frame.getClassName()::startsWith);
    }

    /** Path of the source file as packages tell it. */
    String sourcePath() {
        int end = className.lastIndexOf('.');
        String folder = end < 0 ? "" : className.substring(0, end + 1).replace('.', '/');
        return folder + (fileName == null ? simpleName() + ".java" : fileName);
    }

    /** The package with a dot at its end; empty for the default package. */
    String packageName() {
        return className.substring(0, className.lastIndexOf('.') + 1);
    }

    private String simpleName() {
        String name = className.substring(className.lastIndexOf('.') + 1);
        int nested = name.indexOf('$', 1);
        return nested < 0 ? name : name.substring(0, nested);
    }
}
