package dev.tidewheel.connector.bus;

import dev.tidewheel.engine.source.connector.ConnectorOptions;
import dev.tidewheel.model.error.PipelineException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.network.util.JavaUtils;
import org.jspecify.annotations.Nullable;

/**
 * Options that are read one after the other: each is checked, and said to the data source in its words. Those that nobody
 * has read in the end do not exist. Used by one thread.
 */
final class BusOptions {

    private static final String DURATION = "a duration such as 400ms, 10s or 5m";

    private final ConnectorOptions given;
    private final List<String> known = new ArrayList<>();
    private final List<String> withoutEffect = new ArrayList<>();
    private final Map<String, String> said = new LinkedHashMap<>();

    BusOptions(ConnectorOptions given) {
        this.given = given;
    }

    /** The value of an option. */
    Optional<String> text(String name) {
        known.add(name);
        return given.text(name);
    }

    /** @throws PipelineException if the option is not given */
    String required(String name, String example) {
        known.add(name);
        return given.required(name, example);
    }

    boolean flag(String name, boolean otherwise) {
        known.add(name);
        return given.flag(name, otherwise);
    }

    Optional<Long> number(String name, long least) {
        known.add(name);
        return given.number(name, least);
    }

    Optional<String> word(String name, String... words) {
        known.add(name);
        return given.word(name, words);
    }

    <T> Optional<T> parsed(String name, String expected, Function<String, T> parser) {
        known.add(name);
        return given.parsed(name, expected, parser);
    }

    /** A duration in milliseconds. */
    Optional<Long> millis(String name) {
        return parsed(name, DURATION, JavaUtils::timeStringAsMs);
    }

    /** A size in bytes. */
    Optional<Long> bytes(String name) {
        return parsed(name, "a size such as 20gb", JavaUtils::byteStringAsBytes);
    }

    /** Exactly one of some options; the name of the one that is given. */
    String oneOf(List<String> names, String example) {
        known.addAll(names);
        List<String> found =
                names.stream().filter(name -> given.text(name).isPresent()).toList();
        if (found.size() != 1) {
            throw new PipelineException(given.problem(
                    found.isEmpty() ? names.get(0) : found.get(1),
                    found.isEmpty()
                            ? "None of the options " + String.join(", ", names) + " is given"
                            : "Only one of the options " + String.join(", ", found) + " can be given",
                    "Give exactly one of them, as in " + example));
        }
        return found.get(0);
    }

    /** Options that exclude each other. */
    void notBoth(String one, String other) {
        if (text(one).isPresent() && text(other).isPresent()) {
            throw wrong(other, "The options `" + one + "` and `" + other + "` cannot both be given", "Leave one out");
        }
    }

    /** Options that only mean something together. */
    void together(String one, String other) {
        if (text(one).isPresent() != text(other).isPresent()) {
            String lacking = text(one).isPresent() ? other : one;
            throw wrong(lacking, "The option `" + lacking + "` is missing", "Give `" + one + "` and `" + other + "`");
        }
    }

    /** An error at the place of an option. */
    PipelineException wrong(String name, String message, String remedy) {
        return new PipelineException(given.problem(name, message, remedy));
    }

    /** Says something to the data source. */
    void say(String name, String value) {
        said.put(name, value);
    }

    /** Says it if there is something to say. */
    void say(String name, Optional<?> value) {
        value.ifPresent(found -> said.put(name, String.valueOf(found)));
    }

    /** Notes that options have no counterpart; their values were looked at before. */
    void noEffect(String... names) {
        for (String name : names) {
            if (text(name).isPresent()) {
                withoutEffect.add(name);
            }
        }
    }

    /**
     * What the data source is asked for.
     *
     * @param prefixes of options that it is given as they are
     * @throws PipelineException for options that nobody has read
     */
    Map<String, String> finish(String... prefixes) {
        given.refuseUnknown(known.stream().distinct().toList(), name -> prefix(name, prefixes) != null);
        Map<String, String> all = new LinkedHashMap<>(said);
        given.all().forEach((name, value) -> {
            if (prefix(name, prefixes) != null) {
                all.keySet().removeIf(name::equalsIgnoreCase);
                all.put(name, value);
            }
        });
        return all;
    }

    List<String> withoutEffect() {
        return withoutEffect;
    }

    private static @Nullable String prefix(String name, String... prefixes) {
        for (String prefix : prefixes) {
            if (name.regionMatches(true, 0, prefix, 0, prefix.length())) {
                return prefix;
            }
        }
        return null;
    }
}
