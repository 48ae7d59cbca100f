package dev.tidewheel.model.document;

import java.util.List;
import java.util.Objects;

/** What a value in a document has to look like. Immutable. */
public sealed interface Shape {

    /** A text or a number, which is read as text. */
    record Text() implements Shape {}

    /**
     * A text that fits a pattern.
     *
     * @param pattern a regular expression in the common part of Java and JSON schema, for the whole text
     * @param expected completes the sentence "`key` must be …"
     */
    record Pattern(String pattern, String expected) implements Shape {
        public Pattern {
            Objects.requireNonNull(pattern, "pattern is null");
            Objects.requireNonNull(expected, "expected is null");
        }
    }

    /** One of some words. */
    record Choice(List<String> words) implements Shape {
        public Choice {
            words = List.copyOf(words);
        }
    }

    /** A text, number or flag, which is read as text exactly as written. */
    record Single() implements Shape {}

    /** True or false. */
    record Flag() implements Shape {}

    /** A whole number in a range, both ends included. */
    record Whole(int least, int most) implements Shape {}

    /** A list. */
    record ListOf(Shape element) implements Shape {
        public ListOf {
            Objects.requireNonNull(element, "element is null");
        }
    }

    /** Free keys, values of one shape. */
    record MapOf(Shape value) implements Shape {
        public MapOf {
            Objects.requireNonNull(value, "value is null");
        }
    }

    /** Known keys only. */
    record Fields(List<Key> keys) implements Shape {
        public Fields {
            keys = List.copyOf(keys);
        }

        /** The names of all keys, in order. */
        public List<String> names() {
            return keys.stream().map(Key::name).toList();
        }
    }

    /** A text as the short form of something longer. */
    record ShortOr(Shape full) implements Shape {
        public ShortOr {
            Objects.requireNonNull(full, "full is null");
        }
    }

    /** Whatever it is, it is not looked at. */
    record Anything() implements Shape {}
}
