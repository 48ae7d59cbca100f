package dev.tidewheel.engine.lake;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.network.util.JavaUtils;
import org.jspecify.annotations.Nullable;

/**
 * Options of a stream from a Delta table.
 *
 * @param startingVersion first version to read, null to begin with the whole table
 * @param fromLatest true to read only what comes from now on
 * @param startingTimestamp as written, null if not given
 * @param maxFiles per batch
 * @param maxBytes per batch; a batch has at least one file
 */
record StreamOptions(
        @Nullable Long startingVersion,
        boolean fromLatest,
        @Nullable String startingTimestamp,
        boolean skipChangeCommits,
        boolean ignoreDeletes,
        boolean ignoreChanges,
        long maxFiles,
        long maxBytes) {

    static StreamOptions of(String table, Map<String, String> given) {
        Map<String, String> options = new HashMap<>();
        given.forEach((key, value) -> options.put(key.toLowerCase(Locale.ROOT), value));
        String version = options.remove("startingversion");
        String timestamp = options.remove("startingtimestamp");
        boolean latest = version != null && version.equalsIgnoreCase("latest");
        StreamOptions parsed = new StreamOptions(
                version == null || latest ? null : (Long) number(table, "startingVersion", version, 0),
                latest,
                timestamp,
                flag(table, "skipChangeCommits", options),
                flag(table, "ignoreDeletes", options),
                flag(table, "ignoreChanges", options),
                limit(table, options),
                bytes(table, options));
        if (version != null && timestamp != null) {
            throw invalid(table, "startingVersion and startingTimestamp cannot both be given");
        }
        if (!options.isEmpty()) {
            throw new PipelineException(Problem.of(
                            ErrorCode.SOURCE_OPTION_INVALID,
                            "The stream of the table " + table + " has options that are not known: "
                                    + String.join(", ", options.keySet()))
                    .remedy("Known are startingVersion, startingTimestamp, skipChangeCommits, ignoreDeletes,"
                            + " ignoreChanges, maxFilesPerTrigger and maxBytesPerTrigger"));
        }
        return parsed;
    }

    private static boolean flag(String table, String name, Map<String, String> options) {
        String value = options.remove(name.toLowerCase(Locale.ROOT));
        if (value == null || value.equalsIgnoreCase("false")) {
            return false;
        }
        if (!value.equalsIgnoreCase("true")) {
            throw invalid(table, name + " is true or false, not " + value);
        }
        return true;
    }

    private static long limit(String table, Map<String, String> options) {
        String value = options.remove("maxfilespertrigger");
        return value == null ? Long.MAX_VALUE : number(table, "maxFilesPerTrigger", value, 1);
    }

    private static long bytes(String table, Map<String, String> options) {
        String value = options.remove("maxbytespertrigger");
        if (value == null) {
            return Long.MAX_VALUE;
        }
        try {
            return JavaUtils.byteStringAsBytes(value);
        } catch (NumberFormatException e) {
            throw invalid(table, "maxBytesPerTrigger is a size such as 10m, not " + value);
        }
    }

    private static long number(String table, String name, String value, long least) {
        try {
            long number = Long.parseLong(value.trim());
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw invalid(table, name + " is a whole number from " + least + " on, not " + value);
    }

    private static PipelineException invalid(String table, String what) {
        return new PipelineException(
                Problem.of(ErrorCode.SOURCE_OPTION_INVALID, "The stream of the table " + table + ": " + what));
    }
}
