package dev.tidewheel.engine.source.connector;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SourceLocation;
import dev.tidewheel.model.text.Suggestions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Options of a source as the user wrote them, each with its place. Names do not depend on case. Values may hold {@code
 * {{secrets/scope/key}}}, which is put in only when a connection is made. Immutable.
 */
public final class ConnectorOptions {

    private final Map<String, String> values;
    private final Function<String, @Nullable SourceLocation> places;

    /** @param places where an option stands; for a name that is not given, where the source is named */
    public ConnectorOptions(Map<String, String> values, Function<String, @Nullable SourceLocation> places) {
        Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(values);
        this.values = Collections.unmodifiableMap(copy);
        this.places = places;
    }

    /** All options, sorted; the map does not distinguish case. */
    public Map<String, String> all() {
        return values;
    }

    /** The same without one of the options. */
    public ConnectorOptions without(String name) {
        Map<String, String> others = new TreeMap<>(values);
        others.keySet().removeIf(name::equalsIgnoreCase);
        return withValues(others);
    }

    /** The same with other values; places stay. */
    public ConnectorOptions withValues(Map<String, String> others) {
        return new ConnectorOptions(others, places);
    }

    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** @throws PipelineException if it is not given */
    public String required(String name, String example) {
        return text(name)
                .orElseThrow(() -> new PipelineException(
                        problem(name, "The option `" + name + "` is missing", "Give it, as in " + example)));
    }

    public boolean flag(String name, boolean otherwise) {
        return parsed(name, "true or false", ConnectorOptions::parseFlag).orElse(otherwise);
    }

    /** A number of at least {@code least}. */
    public Optional<Long> number(String name, long least) {
        return parsed(name, "a whole number, " + least + " or more", text -> {
            long number = Long.parseLong(text);
            if (number < least) {
                throw new NumberFormatException("too small");
            }
            return number;
        });
    }

    /** One of some words, without regard to case; given back as it stands in {@code words}. */
    public Optional<String> word(String name, String... words) {
        return parsed(name, "one of " + String.join(", ", words), text -> {
            for (String word : words) {
                if (word.equalsIgnoreCase(text)) {
                    return word;
                }
            }
            throw new IllegalArgumentException("none of the words");
        });
    }

    /**
     * The value of an option.
     *
     * @param expected in words, for the message
     * @param parser throws a runtime exception if the text is none
     * @throws PipelineException with the option's place if it cannot be parsed
     */
    public <T> Optional<T> parsed(String name, String expected, Function<String, T> parser) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(parser.apply(text.get()));
        } catch (PipelineException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new PipelineException(
                    problem(name, "The option `" + name + "` cannot be `" + text.get() + "`", "Give " + expected));
        }
    }

    /**
     * Refuses options that do not exist.
     *
     * @param known the names that exist
     * @param free true for names that are handed on as they are, such as {@code kafka.…}
     * @throws PipelineException with a problem for each unknown one
     */
    public void refuseUnknown(Collection<String> known, Predicate<String> free) {
        List<Problem> problems = new ArrayList<>();
        for (String name : values.keySet()) {
            if (known.stream().noneMatch(name::equalsIgnoreCase) && !free.test(name)) {
                problems.add(problem(
                        name,
                        "There is no option `" + name + "`",
                        Suggestions.first(name, List.copyOf(known))
                                .map(near -> "Did you mean `" + near + "`?")
                                .orElse("The options are " + String.join(", ", known))));
            }
        }
        if (!problems.isEmpty()) {
            throw new PipelineException(problems);
        }
    }

    /** A problem at the place of an option. */
    public Problem problem(String name, String message, String remedy) {
        return Problem.of(ErrorCode.SOURCE_OPTION_INVALID, message)
                .remedy(remedy)
                .at(place(name));
    }

    /** Where an option stands, or the source if it is not given; null if that is not known. */
    public @Nullable SourceLocation place(String name) {
        return places.apply(name);
    }

    private static boolean parseFlag(String text) {
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            return Boolean.parseBoolean(text);
        }
        throw new IllegalArgumentException("neither true nor false");
    }
}
