package dev.tidewheel.engine.savepoint;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long savepoints are kept, as people write it: {@code 7 days}, {@code 12 hours}. Stateless. */
public final class Retention {
    /** The setting of the pipeline. */
    public static final String KEY = "tidewheel.savepoints.retention";

    private static final Pattern SHAPE =
            Pattern.compile("(?:interval\\s+)?(\\d{1,9})\\s*(second|minute|hour|day|week)s?", Pattern.CASE_INSENSITIVE);

    private Retention() {}

    /** @throws PipelineException PIPELINE_FILE_INVALID_VALUE */
    public static Duration parse(String text) {
        Matcher matcher = SHAPE.matcher(text.strip());
        if (!matcher.matches()) {
            throw new PipelineException(
                    Problem.of(ErrorCode.PIPELINE_FILE_INVALID_VALUE, "`" + text + "` is no length of time")
                            .remedy("write a number and seconds, minutes, hours, days or weeks, such as `7 days`"));
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
            case "second" -> Duration.ofSeconds(number);
            case "minute" -> Duration.ofMinutes(number);
            case "hour" -> Duration.ofHours(number);
            case "day" -> Duration.ofDays(number);
            default -> Duration.ofDays(7 * number);
        };
    }

    /** That of a pipeline with this configuration. */
    public static Duration of(Map<String, String> configuration) {
        String written = configuration.get(KEY);
        return written == null ? Savepoints.DEFAULT_RETENTION : parse(written);
    }
}
