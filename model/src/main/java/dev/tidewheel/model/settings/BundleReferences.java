package dev.tidewheel.model.settings;

import dev.tidewheel.model.document.Node;
import dev.tidewheel.model.document.Node.Entry;
import dev.tidewheel.model.document.Node.Mapping;
import dev.tidewheel.model.document.Node.Scalar;
import dev.tidewheel.model.document.Node.ScalarKind;
import dev.tidewheel.model.document.Node.Sequence;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.Suggestions;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces references such as <code>${var.x}</code> in the settings of a bundle's pipeline. A variable has the value
 * given on the command line, else that of the target, else its default. What refers to the workspace means this
 * machine: its folder and its user. Not safe for use by several threads.
 */
final class BundleReferences {
    private static final Pattern REFERENCE =
            Pattern.compile("\\$\\{((?:var|variables|bundle|workspace|resources|artifacts)\\.[A-Za-z0-9_.\\-]+)}");

    private final List<Mapping> files;
    private final Mapping target;
    private final String targetName;
    private final Path folder;
    private final Map<String, String> overrides;
    private final List<Problem> problems = new ArrayList<>();
    private final Deque<String> open = new ArrayDeque<>();

    BundleReferences(
            List<Mapping> files, Mapping target, String targetName, Path folder, Map<String, String> overrides) {
        this.files = files;
        this.target = target;
        this.targetName = targetName;
        this.folder = folder;
        this.overrides = overrides;
    }

    static boolean isReference(String key) {
        return REFERENCE.matcher("${" + key + "}").matches();
    }

    /**
     * @throws PipelineException with one problem for each reference that has no value
     */
    Node replace(Node node) {
        Node result = visit(node);
        if (!problems.isEmpty()) {
            throw new PipelineException(problems);
        }
        return result;
    }

    private Node visit(Node node) {
        if (node instanceof Mapping mapping) {
            return new Mapping(
                    mapping.entries().stream()
                            .map(entry -> new Entry(entry.key(), entry.keyLocation(), visit(entry.value())))
                            .toList(),
                    mapping.location());
        }
        if (node instanceof Sequence sequence) {
            return new Sequence(sequence.elements().stream().map(this::visit).toList(), sequence.location());
        }
        return visitScalar((Scalar) node);
    }

    private Node visitScalar(Scalar scalar) {
        Matcher matcher = REFERENCE.matcher(scalar.text());
        if (matcher.matches()) {
            // alone, it may stand for a flag, a number or a list
            return value(matcher.group(1), scalar)
                    .map(value -> relocated(value, scalar))
                    .orElse(scalar);
        }
        String text = matcher.reset().replaceAll(match -> {
            Optional<Node> value = value(match.group(1), scalar);
            return Matcher.quoteReplacement(
                    value.isPresent() && value.get() instanceof Scalar found ? found.text() : match.group());
        });
        return text.equals(scalar.text()) ? scalar : new Scalar(text, ScalarKind.TEXT, scalar.location());
    }

    /** An error in the value is shown where it is used. */
    private static Node relocated(Node value, Scalar use) {
        return value instanceof Scalar scalar ? new Scalar(scalar.text(), scalar.kind(), use.location()) : value;
    }

    private Optional<Node> value(String reference, Scalar use) {
        String path = reference.startsWith("variables.")
                ? "var." + reference.substring("variables.".length()).replaceFirst("\\.value$", "")
                : reference;
        if (open.contains(path)) {
            problems.add(Problem.of(ErrorCode.UNDEFINED_VARIABLE, "`${" + path + "}` refers to itself")
                    .because("Through " + String.join(", ", open))
                    .at(use.location()));
            return Optional.empty();
        }
        open.push(path);
        Optional<Node> value = lookUp(path, use).map(this::visit);
        open.pop();
        return value;
    }

    private Optional<Node> lookUp(String path, Scalar use) {
        if (overrides.containsKey(path)) {
            return Optional.of(Overrides.scalar(overrides.getOrDefault(path, ""), use.location()));
        }
        if (path.startsWith("var.")) {
            return variable(path.substring("var.".length()), use);
        }
        Optional<String> known = switch (path) {
            case "bundle.target", "bundle.environment" -> Optional.of(targetName);
            case "bundle.name" -> bundleName();
            case "workspace.file_path", "workspace.root_path" -> Optional.of(folder.toString());
            case "workspace.current_user.userName", "workspace.current_user.user_name" -> Optional.of(user());
            case "workspace.current_user.short_name" -> Optional.of(user().replaceAll("[^A-Za-z0-9]", "_"));
            default -> Optional.empty();
        };
        if (known.isEmpty()) {
            problems.add(Problem.of(ErrorCode.UNDEFINED_VARIABLE, "`${" + path + "}` has no value here")
                    .because("It is known to the platform only")
                    .remedy("Give it one with `--set " + path + "=<value>`")
                    .at(use.location()));
        }
        return known.map(text -> new Scalar(text, ScalarKind.TEXT, use.location()));
    }

    private Optional<Node> variable(String name, Scalar use) {
        Optional<Node> ofTarget = target.mapping("variables")
                .flatMap(variables -> variables.get(name))
                .map(BundleReferences::defaultOf);
        if (ofTarget.isPresent()) {
            return ofTarget;
        }
        List<String> names = new ArrayList<>();
        for (Mapping file : files) {
            Optional<Mapping> variables = file.mapping("variables");
            Optional<Node> value =
                    variables.flatMap(mapping -> mapping.mapping(name)).flatMap(variable -> variable.get("default"));
            if (value.isPresent()) {
                return value;
            }
            variables.ifPresent(mapping -> names.addAll(mapping.keys()));
        }
        boolean declared = names.contains(name);
        String near = declared ? "" : Suggestions.didYouMean(name, names);
        problems.add(Problem.of(
                        ErrorCode.UNDEFINED_VARIABLE,
                        declared
                                ? "The variable `" + name + "` has no default"
                                : "The variable `" + name + "` is not defined")
                .because(declared ? "" : "It is not under `variables` of the bundle")
                .remedy(near.isEmpty() ? "Give it a value with `--set var." + name + "=<value>`" : near)
                .at(use.location()));
        return Optional.empty();
    }

    /** A target gives the value itself, or a set of keys with the default. */
    private static Node defaultOf(Node value) {
        return value instanceof Mapping mapping ? mapping.get("default").orElse(value) : value;
    }

    private Optional<String> bundleName() {
        return files.stream()
                .flatMap(file -> file.mapping("bundle").stream())
                .flatMap(bundle -> bundle.text("name").stream())
                .findFirst();
    }

    private static String user() {
        return System.getProperty("user.name", "unknown");
    }
}
