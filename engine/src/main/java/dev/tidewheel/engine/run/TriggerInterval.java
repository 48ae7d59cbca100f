package dev.tidewheel.engine.run;

import dev.tidewheel.engine.graph.LeafInput;
import dev.tidewheel.engine.graph.ResolvedFlow;
import dev.tidewheel.model.definition.FlowKind;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often a flow looks for news in a continuous update. The setting and its defaults are DLT's: {@code
 * pipelines.trigger.interval}, 5 seconds for streams, 1 minute for views of Delta tables, 10 minutes for other views; what
 * replaces rows by a predicate counts as a view. What the user sets is kept to; a default is the longest that a flow waits, and news that are heard of shorten it.
 *
 * @param length of the interval
 * @param given true if the user has set it
 */
record TriggerInterval(Duration length, boolean given) {

    static final String KEY = "pipelines.trigger.interval";

    private static final Duration STREAM = Duration.ofSeconds(5);
    private static final Duration VIEW = Duration.ofMinutes(1);
    private static final Duration VIEW_OF_OTHERS = Duration.ofMinutes(10);
    private static final Pattern FORMAT = Pattern.compile("(\\d{1,9})\\s*(millisecond|second|minute|hour|day)s?");

    /** @throws PipelineException PIPELINE_FILE_INVALID_VALUE if the setting cannot be understood */
    static TriggerInterval of(ResolvedFlow flow, Map<String, String> configuration) {
        String setting = configuration.get(KEY);
        if (setting != null) {
            return new TriggerInterval(parse(setting), true);
        }
        if (!isComplete(flow)) {
            return new TriggerInterval(STREAM, false);
        }
        return new TriggerInterval(flow.inputs().stream().allMatch(LeafInput::isTable) ? VIEW : VIEW_OF_OTHERS, false);
    }

    /** True if its query is computed as a whole, as that of a view. */
    static boolean isComplete(ResolvedFlow flow) {
        FlowKind kind = flow.definition().kind();
        return kind instanceof FlowKind.Refresh || kind instanceof FlowKind.ReplaceWhere;
    }

    private static Duration parse(String setting) {
        Matcher matcher = FORMAT.matcher(setting.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new PipelineException(
                    Problem.of(ErrorCode.PIPELINE_FILE_INVALID_VALUE, KEY + " is not an interval: " + setting)
                            .remedy("Write a number and second, minute, hour or day, such as `10 seconds`"));
        }
        ChronoUnit unit = matcher.group(2).equals("millisecond")
                ? ChronoUnit.MILLIS
                : ChronoUnit.valueOf(matcher.group(2).toUpperCase(Locale.ROOT) + "S");
        return Duration.of(Long.parseLong(matcher.group(1)), unit);
    }
}
