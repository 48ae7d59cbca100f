package dev.tidewheel.engine.event;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.io.IOException;
import java.nio.file.Path;

/** Everything that can go wrong with the event log. */
final class EventErrors {

    private EventErrors() {}

    static PipelineException journalNotWritable(Path folder, IOException cause) {
        return new PipelineException(
                Problem.of(ErrorCode.STORAGE_NOT_WRITABLE, "The event journal in " + folder + " cannot be written")
                        .because(reason(cause))
                        .remedy("Make sure that the folder is writable and that its disk is not full"),
                cause);
    }

    static PipelineException journalUnreadable(Path folder, IOException cause) {
        return new PipelineException(
                Problem.of(ErrorCode.IO_FAILURE, "The event journal in " + folder + " cannot be read")
                        .because(reason(cause)),
                cause);
    }

    static PipelineException tableUnreadable(String table, Exception cause) {
        return new PipelineException(
                Problem.of(ErrorCode.IO_FAILURE, "The event log " + table + " cannot be read")
                        .because(reason(cause)),
                cause);
    }

    static PipelineException tableNotWritable(String table, Exception cause) {
        return new PipelineException(
                Problem.of(ErrorCode.IO_FAILURE, "The event log " + table + " cannot be written")
                        .because(reason(cause))
                        .remedy("The events are kept in the journal and are moved by the next update"),
                cause);
    }

    private static String reason(Exception cause) {
        String message = cause.getMessage();
        return message == null
                ? cause.getClass().getSimpleName()
                : cause.getClass().getSimpleName() + ": " + message;
    }
}
