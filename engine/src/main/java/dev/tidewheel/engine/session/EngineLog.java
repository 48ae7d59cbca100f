package dev.tidewheel.engine.session;

import java.nio.file.Path;
import org.apache.logging.log4j.Level;

/**
 * Where the log of Spark and of the engine goes: a value, which takes effect with {@link #start}. Opening a session
 * starts the log that its options name; starting another one later moves the log.
 */
public sealed interface EngineLog {

    /** Warnings and errors of Spark, and all of the engine's own lines, are appended to the file once there are any. */
    record ToFile(Path file) implements EngineLog {}

    /** Everything goes to standard error, Spark's lines of information included. */
    record ToScreen() implements EngineLog {}

    /** The log is left as it is; for tests and programs that have their own. */
    record Unchanged() implements EngineLog {}

    /** Makes this the log of the process. Safe for use by several threads; the last one wins. */
    default void start() {
        if (this instanceof ToFile toFile) {
            // made with the first line, so that a quiet run leaves no empty file
            Log4j.configure(
                    Level.WARN,
                    builder -> builder.newAppender("log", "File")
                            .addAttribute("fileName", toFile.file().toString())
                            .addAttribute("createOnDemand", true));
        } else if (this instanceof ToScreen) {
            Log4j.configure(
                    Level.INFO, builder -> builder.newAppender("log", "Console").addAttribute("target", "SYSTEM_ERR"));
        }
    }
}
