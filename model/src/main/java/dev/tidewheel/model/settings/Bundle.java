package dev.tidewheel.model.settings;

import dev.tidewheel.model.document.Node;
import dev.tidewheel.model.document.Node.Entry;
import dev.tidewheel.model.document.Node.Mapping;
import dev.tidewheel.model.document.Node.Scalar;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SourceLocation;
import dev.tidewheel.model.text.Suggestions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A bundle of the platform: pipelines under {@code resources.pipelines}, spread over the main file and those that it
 * includes, with variables and with targets that change both. Of everything else in it nothing is looked at.
 */
final class Bundle {
    private final Path file;
    private final String name;
    private final Map<String, String> overrides;
    private final List<Part> parts = new ArrayList<>();

    /** One file of the bundle. */
    private record Part(Path folder, Mapping content) {}

    /** The pipeline that was asked for, all references replaced. */
    record Chosen(String key, Mapping pipeline, Path folder) {}

    Bundle(Path file, Mapping main, Map<String, String> overrides) {
        this.file = file;
        this.name = file.getFileName().toString();
        this.overrides = overrides;
        parts.add(new Part(PipelineDocument.folderOf(file), main));
        include(main);
    }

    static boolean isBundle(Mapping document) {
        return document.mapping("resources").isPresent()
                || document.get("bundle").isPresent();
    }

    /** The overrides that are not about references such as {@code var.x}. */
    static Map<String, String> withoutReferences(Map<String, String> overrides) {
        return overrides.entrySet().stream()
                .filter(entry -> !BundleReferences.isReference(entry.getKey()))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (first, second) -> second, LinkedHashMap::new));
    }

    /**
     * @param wanted key of the pipeline, empty if there is only one
     */
    Chosen choose(String wanted) {
        Map<String, Path> folders = new LinkedHashMap<>();
        Mapping pipelines = new Mapping(List.of(), SourceLocation.ofFile(name));
        for (Part part : parts) {
            Optional<Mapping> found = pipelines(part.content());
            if (found.isPresent()) {
                pipelines = pipelines.overlaid(found.get());
                found.get().keys().forEach(key -> folders.putIfAbsent(key, part.folder()));
            }
        }
        Optional<Entry> target = target();
        Mapping targetContent = target.map(Entry::value)
                .filter(Mapping.class::isInstance)
                .map(Mapping.class::cast)
                .orElseGet(() -> new Mapping(List.of(), SourceLocation.ofFile(name)));
        pipelines = pipelines(targetContent).map(pipelines::overlaid).orElse(pipelines);
        Entry pipeline = choose(pipelines, wanted);
        BundleReferences references = new BundleReferences(
                parts.stream().map(Part::content).toList(),
                targetContent,
                target.map(Entry::key).orElse("default"),
                PipelineDocument.folderOf(file),
                overrides);
        Node resolved = references.replace(pipeline.value());
        if (!(resolved instanceof Mapping mapping)) {
            throw new PipelineException(Problem.of(
                            ErrorCode.PIPELINE_FILE_INVALID_VALUE,
                            "`resources.pipelines." + pipeline.key() + "` must be a set of keys")
                    .at(pipeline.keyLocation()));
        }
        return new Chosen(
                pipeline.key(),
                mapping,
                Objects.requireNonNullElse(folders.get(pipeline.key()), PipelineDocument.folderOf(file)));
    }

    private static Optional<Mapping> pipelines(Mapping content) {
        return content.mapping("resources").flatMap(resources -> resources.mapping("pipelines"));
    }

    private Entry choose(Mapping pipelines, String wanted) {
        List<String> keys = pipelines.keys();
        SourceLocation place = SourceLocation.ofFile(name);
        if (keys.isEmpty()) {
            throw new PipelineException(Problem.of(ErrorCode.PIPELINE_FILE_INVALID_VALUE, "The bundle has no pipeline")
                    .because("There is nothing under `resources.pipelines`, here or in the files under `include`")
                    .at(place));
        }
        if (wanted.isEmpty() && keys.size() > 1) {
            throw new PipelineException(
                    Problem.of(ErrorCode.SELECTION_INVALID, "The bundle has " + keys.size() + " pipelines")
                            .remedy("Choose one: "
                                    + keys.stream()
                                            .map(key -> "`" + name + "#" + key + "`")
                                            .collect(Collectors.joining(", ")))
                            .at(place));
        }
        String key = wanted.isEmpty() ? keys.get(0) : wanted;
        return pipelines
                .entry(key)
                .orElseThrow(() -> new PipelineException(Problem.of(
                                ErrorCode.SELECTION_INVALID, "The bundle has no pipeline `" + key + "`")
                        .because("Its pipelines are "
                                + keys.stream().map(known -> "`" + known + "`").collect(Collectors.joining(", ")))
                        .remedy(Suggestions.didYouMean(key, keys))
                        .at(place)));
    }

    /** The target asked for, else the one marked as default, else the only one. */
    private Optional<Entry> target() {
        List<Entry> targets = parts.stream()
                .flatMap(part -> part.content().mapping("targets").stream())
                .flatMap(mapping -> mapping.entries().stream())
                .toList();
        String wanted = overrides.get("bundle.target");
        if (wanted != null) {
            List<String> keys = targets.stream().map(Entry::key).toList();
            return Optional.of(targets.stream()
                    .filter(target -> target.key().equals(wanted))
                    .findFirst()
                    .orElseThrow(() -> new PipelineException(
                            Problem.of(ErrorCode.SELECTION_INVALID, "The bundle has no target `" + wanted + "`")
                                    .remedy(Suggestions.didYouMean(wanted, keys))
                                    .at(SourceLocation.ofFile(name)))));
        }
        Optional<Entry> marked = targets.stream()
                .filter(target -> target.value() instanceof Mapping mapping
                        && mapping.text("default").filter("true"::equals).isPresent())
                .findFirst();
        return marked.isPresent() || targets.size() != 1 ? marked : Optional.of(targets.get(0));
    }

    private void include(Mapping main) {
        List<Problem> problems = new ArrayList<>();
        Path folder = PipelineDocument.folderOf(file);
        for (Node element : main.elements("include")) {
            if (element instanceof Scalar pattern) {
                Optional<Problem> problem = Glob.check(pattern.text(), pattern.location());
                if (problem.isPresent()) {
                    problems.add(problem.get());
                    continue;
                }
                for (Path included : matches(folder, pattern.text())) {
                    String shown = folder.relativize(included).toString();
                    try {
                        if (PipelineDocument.read(included, shown) instanceof Mapping content) {
                            parts.add(new Part(PipelineDocument.folderOf(included), content));
                        }
                    } catch (PipelineException e) {
                        problems.addAll(e.problems());
                    }
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new PipelineException(problems);
        }
    }

    private List<Path> matches(Path folder, String pattern) {
        Path base = folder.resolve(Glob.head(pattern)).normalize();
        Glob glob = Glob.of(pattern, base);
        if (Files.isRegularFile(base)) {
            return List.of(base);
        }
        return Files.isDirectory(base)
                ? FolderWalk.list(base, List.of(), Set.of(), path -> glob.matches(path) && isDocument(path))
                : List.of();
    }

    private boolean isDocument(Path path) {
        return path.toString().matches(".*\\.(ya?ml|json)") && !path.equals(file);
    }
}
