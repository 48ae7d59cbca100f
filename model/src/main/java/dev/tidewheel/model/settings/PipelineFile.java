package dev.tidewheel.model.settings;

import dev.tidewheel.model.document.JsonSchema;
import dev.tidewheel.model.document.Node;
import dev.tidewheel.model.document.Node.Mapping;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SourceLocation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads the pipeline file in any of its dialects: ours and Spark's ({@code name}, {@code libraries} and so on at the top), the
 * platform's settings as JSON, and bundles ({@code resources.pipelines.<key>}). Which one it is shows in its content.
 * Stateless.
 */
public final class PipelineFile {
    /** Where tables are by default, beside the pipeline file. */
    public static final String STORAGE_FOLDER = ".tidewheel";

    /** The names looked for in a folder; the first that exists is taken. */
    public static final List<String> NAMES = List.of(
            "pipeline.yml",
            "pipeline.yaml",
            "pipeline.json",
            "spark-pipeline.yml",
            "spark-pipeline.yaml",
            "databricks.yml",
            "databricks.yaml");

    private static final Set<String> ENDINGS = Set.of(".yml", ".yaml", ".json");

    private PipelineFile() {}

    /**
     * The settings of one pipeline.
     *
     * @param spec a pipeline file, with {@code #key} behind it to choose one of several in a bundle; or a folder that
     *     holds one; or a single {@code .sql} or {@code .py} file, which then is the whole pipeline
     * @param overrides values that win over the file: names of single settings such as {@code catalog}, or {@code
     *     configuration.x}, {@code parameters.x}, {@code mounts.x}, {@code tags.x}, {@code event_log.x}; in bundles
     *     also {@code var.x} and {@code bundle.target}; any other key is a parameter if the file declares it, else a
     *     configuration value
     * @throws PipelineException with all problems of the file
     */
    public static PipelineSettings load(Path spec, Map<String, String> overrides) {
        Path path = spec.toAbsolutePath().normalize();
        String key = "";
        int hash = path.toString().lastIndexOf('#');
        if (hash > 0 && !Files.exists(path)) {
            key = path.toString().substring(hash + 1);
            path = Path.of(path.toString().substring(0, hash));
        }
        if (Files.isDirectory(path)) {
            path = inFolder(path, spec);
        } else if (!Files.exists(path)) {
            throw PipelineDocument.notFound(spec, path);
        }
        String ending = ending(path);
        if (ending.equals(".sql") || ending.equals(".py")) {
            return singleSource(path, overrides);
        }
        if (!ENDINGS.contains(ending)) {
            throw new PipelineException(Problem.of(
                            ErrorCode.PIPELINE_FILE_NOT_FOUND, "`" + spec + "` is not a pipeline file")
                    .remedy("Give a folder, a `.yml`, `.yaml` or `.json` file, or a single `.sql` or `.py` file"));
        }
        return fromDocument(path, key, overrides);
    }

    /** The JSON schema of the pipeline file, for editors. */
    public static String jsonSchema() {
        return JsonSchema.write(PipelineKeys.PIPELINE, "Tidewheel pipeline file");
    }

    private static PipelineSettings fromDocument(Path file, String key, Map<String, String> overrides) {
        Node document = PipelineDocument.read(file, file.getFileName().toString());
        boolean standardName = NAMES.contains(file.getFileName().toString());
        Path folder = PipelineDocument.folderOf(file);
        if (document instanceof Mapping mapping && Bundle.isBundle(mapping)) {
            Bundle.Chosen chosen = new Bundle(file, mapping, overrides).choose(key);
            Origin origin = new Origin(chosen.folder(), chosen.key(), chosen.key() + ".pipeline");
            return SettingsReader.read(chosen.pipeline(), origin, Bundle.withoutReferences(overrides));
        }
        if (!key.isEmpty()) {
            throw new PipelineException(
                    Problem.of(ErrorCode.SELECTION_INVALID, "`#" + key + "` chooses nothing: the file is not a bundle")
                            .because("Only files with `resources.pipelines` can hold several pipelines")
                            .remedy("Leave out `#" + key + "`")
                            .at(SourceLocation.ofFile(file.getFileName().toString())));
        }
        String stem = stem(file);
        Origin origin = standardName
                ? new Origin(folder, folderName(folder), "")
                : new Origin(folder, stem, file.getFileName().toString());
        return SettingsReader.read(unwrapped(document), origin, overrides);
    }

    /** The platform's API answers with the settings inside of other facts. */
    private static Node unwrapped(Node document) {
        return document instanceof Mapping mapping
                        && mapping.mapping("spec").isPresent()
                        && mapping.get("pipeline_id").isPresent()
                ? mapping.mapping("spec").get()
                : document;
    }

    private static PipelineSettings singleSource(Path file, Map<String, String> overrides) {
        SourceLocation location = SourceLocation.ofFile(file.getFileName().toString());
        Origin origin = new Origin(
                PipelineDocument.folderOf(file), stem(file), file.getFileName().toString());
        PipelineSettings settings = SettingsReader.read(new Mapping(List.of(), location), origin, overrides);
        return settings.withLibraries(
                List.of(new Library.File(file.getFileName().toString(), location)));
    }

    private static Path inFolder(Path folder, Path spec) {
        return NAMES.stream()
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new PipelineException(Problem.of(
                                ErrorCode.PIPELINE_FILE_NOT_FOUND,
                                "There is no pipeline file in the folder `" + spec + "`")
                        .because("Looked for " + String.join(", ", NAMES))
                        .remedy("Add a `pipeline.yml`; `tidewheel init` writes a complete example")));
    }

    private static String folderName(Path folder) {
        Path name = folder.getFileName();
        return name == null ? "pipeline" : name.toString();
    }

    private static String stem(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private static String ending(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(dot).toLowerCase(Locale.ROOT) : "";
    }
}
