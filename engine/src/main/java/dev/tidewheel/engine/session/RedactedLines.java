package dev.tidewheel.engine.session;

import dev.tidewheel.engine.secret.HandedOut;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.appender.rewrite.RewritePolicy;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;

/** Takes the values of secrets out of what is logged. Stateless. */
final class RedactedLines implements RewritePolicy {

    @Override
    public LogEvent rewrite(LogEvent source) {
        String message = source.getMessage().getFormattedMessage();
        Throwable thrown = source.getThrown();
        String trace = thrown == null ? "" : trace(thrown);
        if (!HandedOut.isIn(message) && !HandedOut.isIn(trace)) {
            return source;
        }
        // the trace becomes a part of the message, as a throwable cannot be changed
        String text = trace.isEmpty() ? message : message + System.lineSeparator() + trace;
        return new Log4jLogEvent.Builder(source)
                .setMessage(new SimpleMessage(HandedOut.redact(text)))
                .setThrown(null)
                .build();
    }

    private static String trace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
