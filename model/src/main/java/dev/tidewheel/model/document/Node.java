package dev.tidewheel.model.document;

import dev.tidewheel.model.text.SourceLocation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A value in a document, and where it stands. Immutable. */
public sealed interface Node {

    /** Where the value begins. */
    SourceLocation location();

    /** What an unquoted scalar was read as; a quoted one is always text. */
    enum ScalarKind {
        TEXT,
        WHOLE_NUMBER,
        NUMBER,
        FLAG,
        NOTHING
    }

    /**
     * A single value.
     *
     * @param text as written, without quotes
     */
    record Scalar(String text, ScalarKind kind, SourceLocation location) implements Node {
        public Scalar {
            Objects.requireNonNull(text, "text is null");
            Objects.requireNonNull(kind, "kind is null");
            Objects.requireNonNull(location, "location is null");
        }
    }

    /** A list. */
    record Sequence(List<Node> elements, SourceLocation location) implements Node {
        public Sequence {
            elements = List.copyOf(elements);
            Objects.requireNonNull(location, "location is null");
        }
    }

    /** Keys with values, in the order of the file; no key occurs twice. */
    record Mapping(List<Entry> entries, SourceLocation location) implements Node {
        public Mapping {
            entries = List.copyOf(entries);
            Objects.requireNonNull(location, "location is null");
        }

        /** The entry of {@code key}; a key without a value counts as not there. */
        public Optional<Entry> entry(String key) {
            return entries.stream()
                    .filter(entry -> entry.key().equals(key) && !isNothing(entry.value()))
                    .findFirst();
        }

        /** The value of {@code key}; a key without a value counts as not there. */
        public Optional<Node> get(String key) {
            return entry(key).map(Entry::value);
        }

        /** The mapping under {@code key}; empty if there is none or it is of another kind. */
        public Optional<Mapping> mapping(String key) {
            return get(key).filter(Mapping.class::isInstance).map(Mapping.class::cast);
        }

        /** The text of the scalar under {@code key}; empty if there is none or it is of another kind. */
        public Optional<String> text(String key) {
            return get(key).filter(Scalar.class::isInstance).map(value -> ((Scalar) value).text());
        }

        /** The elements of the list under {@code key}; empty if there is none or it is of another kind. */
        public List<Node> elements(String key) {
            return get(key).filter(Sequence.class::isInstance)
                    .map(value -> ((Sequence) value).elements())
                    .orElse(List.of());
        }

        /** All keys, in order. */
        public List<String> keys() {
            return entries.stream().map(Entry::key).toList();
        }

        /** This mapping with {@code other} laid over it: mappings are merged key by key, all else is replaced. */
        public Mapping overlaid(Mapping other) {
            Map<String, Entry> merged = new LinkedHashMap<>();
            entries.forEach(entry -> merged.put(entry.key(), entry));
            for (Entry entry : other.entries()) {
                merged.merge(entry.key(), entry, Entry::overlaid);
            }
            return new Mapping(new ArrayList<>(merged.values()), location);
        }
    }

    /** A key of a mapping and its value. */
    record Entry(String key, SourceLocation keyLocation, Node value) {
        public Entry {
            Objects.requireNonNull(key, "key is null");
            Objects.requireNonNull(keyLocation, "keyLocation is null");
            Objects.requireNonNull(value, "value is null");
        }

        private Entry overlaid(Entry other) {
            return value instanceof Mapping below && other.value instanceof Mapping above
                    ? new Entry(other.key, other.keyLocation, below.overlaid(above))
                    : other;
        }
    }

    private static boolean isNothing(Node node) {
        return node instanceof Scalar scalar && scalar.kind() == ScalarKind.NOTHING;
    }
}
