package dev.tidewheel.model.document;

import dev.tidewheel.model.document.Node.Entry;
import dev.tidewheel.model.document.Node.Mapping;
import dev.tidewheel.model.document.Node.Scalar;
import dev.tidewheel.model.document.Node.ScalarKind;
import dev.tidewheel.model.document.Node.Sequence;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.Suggestions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Compares a document with what it may hold and collects all that does not fit. Not safe for several threads. */
public final class ShapeCheck {
    private final List<Problem> problems = new ArrayList<>();

    private ShapeCheck() {}

    /**
     * Everything in {@code node} that {@code shape} does not allow, in the order of the file; empty if it fits.
     *
     * @param path what to call the node in messages, empty for the whole document
     */
    public static List<Problem> check(Node node, Shape shape, String path) {
        ShapeCheck check = new ShapeCheck();
        check.visit(node, shape, path);
        return check.problems;
    }

    private void visit(Node node, Shape shape, String path) {
        if (shape instanceof Shape.Fields fields) {
            visitFields(node, fields, path);
        } else if (shape instanceof Shape.MapOf map) {
            visitMap(node, map, path);
        } else if (shape instanceof Shape.ListOf list) {
            visitList(node, list, path);
        } else if (shape instanceof Shape.ShortOr either) {
            if (!isText(node)) {
                visit(node, either.full(), path);
            }
        } else {
            visitScalar(node, shape, path);
        }
    }

    private void visitFields(Node node, Shape.Fields fields, String path) {
        if (!(node instanceof Mapping mapping)) {
            invalid(path, node, "a set of keys (" + listed(advertised(fields)) + ")");
            return;
        }
        for (Entry entry : mapping.entries()) {
            fields.keys().stream()
                    .filter(key -> key.name().equals(entry.key()))
                    .findFirst()
                    .ifPresentOrElse(key -> visitEntry(entry, key.shape(), path), () -> unknown(entry, fields, path));
        }
        for (Key key : fields.keys()) {
            if (key.required() && mapping.get(key.name()).isEmpty() && !isMisspelt(key, mapping, fields)) {
                String where = path.isEmpty() ? "" : " in `" + path + "`";
                problems.add(
                        Problem.of(ErrorCode.PIPELINE_FILE_INVALID_VALUE, "`" + key.name() + "` is missing" + where)
                                .remedy("Add `" + key.name() + "`")
                                .at(mapping.location()));
            }
        }
    }

    /** True if an unknown key is probably this one: it is reported, and that this one is missing follows from it. */
    private static boolean isMisspelt(Key key, Mapping mapping, Shape.Fields fields) {
        return mapping.entries().stream()
                .filter(entry -> !fields.names().contains(entry.key()))
                .anyMatch(entry -> Suggestions.first(entry.key(), fields.names())
                        .filter(key.name()::equals)
                        .isPresent());
    }

    private void visitMap(Node node, Shape.MapOf map, String path) {
        if (!(node instanceof Mapping mapping)) {
            invalid(path, node, "a set of keys with values");
            return;
        }
        mapping.entries().forEach(entry -> visitEntry(entry, map.value(), path));
    }

    private void visitEntry(Entry entry, Shape shape, String path) {
        boolean nothing = entry.value() instanceof Scalar scalar && scalar.kind() == ScalarKind.NOTHING;
        if (!nothing) {
            visit(entry.value(), shape, path.isEmpty() ? entry.key() : path + "." + entry.key());
        }
    }

    private void visitList(Node node, Shape.ListOf list, String path) {
        if (!(node instanceof Sequence sequence)) {
            invalid(path, node, "a list");
            return;
        }
        int index = 0;
        for (Node element : sequence.elements()) {
            visit(element, list.element(), path + "[" + index++ + "]");
        }
    }

    private void visitScalar(Node node, Shape shape, String path) {
        if (shape instanceof Shape.Text && !isText(node)) {
            invalid(path, node, "a text");
        } else if (shape instanceof Shape.Pattern pattern
                && !(isText(node) && ((Scalar) node).text().matches(pattern.pattern()))) {
            invalid(path, node, pattern.expected());
        } else if (shape instanceof Shape.Choice choice
                && !(node instanceof Scalar scalar && choice.words().contains(scalar.text()))) {
            invalid(path, node, "one of " + listed(choice.words()));
        } else if (shape instanceof Shape.Single
                && !(node instanceof Scalar scalar && scalar.kind() != ScalarKind.NOTHING)) {
            invalid(path, node, "a single value");
        } else if (shape instanceof Shape.Flag
                && !(node instanceof Scalar scalar && scalar.kind() == ScalarKind.FLAG)) {
            invalid(path, node, "true or false");
        } else if (shape instanceof Shape.Whole whole && !isWhole(node, whole)) {
            String range = whole.most() == Integer.MAX_VALUE
                    ? "of at least " + whole.least()
                    : "from " + whole.least() + " to " + whole.most();
            invalid(path, node, "a whole number " + range);
        }
    }

    private static boolean isText(Node node) {
        return node instanceof Scalar scalar && scalar.kind() != ScalarKind.FLAG && scalar.kind() != ScalarKind.NOTHING;
    }

    private static boolean isWhole(Node node, Shape.Whole whole) {
        if (!(node instanceof Scalar scalar && scalar.kind() == ScalarKind.WHOLE_NUMBER)) {
            return false;
        }
        try {
            int value = Integer.parseInt(scalar.text());
            return value >= whole.least() && value <= whole.most();
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private void unknown(Entry entry, Shape.Fields fields, String path) {
        String near = Suggestions.didYouMean(entry.key(), fields.names());
        String where = path.isEmpty() ? "" : " in `" + path + "`";
        problems.add(Problem.of(ErrorCode.PIPELINE_FILE_UNKNOWN_KEY, "Unknown key `" + entry.key() + "`" + where)
                .remedy(near.isEmpty() ? "Known keys are " + listed(advertised(fields)) : near)
                .at(entry.keyLocation()));
    }

    private void invalid(String path, Node node, String expected) {
        String subject = path.isEmpty() ? "The file" : "`" + path + "`";
        problems.add(Problem.of(
                        ErrorCode.PIPELINE_FILE_INVALID_VALUE,
                        subject + " must be " + expected + ", found " + describe(node))
                .at(node.location()));
    }

    /** The keys worth naming to somebody who has to choose one: those whose value is looked at. */
    private static List<String> advertised(Shape.Fields fields) {
        return fields.keys().stream()
                .filter(key -> !(key.shape() instanceof Shape.Anything))
                .map(Key::name)
                .toList();
    }

    private static String describe(Node node) {
        if (node instanceof Scalar scalar) {
            if (scalar.kind() == ScalarKind.NOTHING) {
                return "nothing";
            }
            boolean looksOtherwise = scalar.kind() == ScalarKind.TEXT
                    && (scalar.text().equals("true")
                            || scalar.text().equals("false")
                            || scalar.text().matches("\\d+"));
            return looksOtherwise ? "the text `\"" + scalar.text() + "\"`" : "`" + scalar.text() + "`";
        }
        return node instanceof Sequence ? "a list" : "a set of keys";
    }

    private static String listed(List<String> words) {
        return words.stream().map(word -> "`" + word + "`").collect(Collectors.joining(", "));
    }
}
