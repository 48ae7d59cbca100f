package dev.tidewheel.engine.source.option;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SourceLocation;
import dev.tidewheel.model.text.Suggestions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The options of one file source, checked. Names are case-insensitive and may have the prefix {@code cloudFiles.}.
 * Immutable.
 */
public final class FileSourceOptions {

    /** How a reference to a secret begins. */
    private static final String SECRET = "{{secrets/";

    private static final String KEYS =
            "Write it into `configuration` of the pipeline file, as in spark.hadoop.fs.s3a.secret.key: \"{{secrets/s3/key}}\"";

    /** The name of the column of rescued data if the user does not choose one. */
    public static final String DEFAULT_RESCUED_COLUMN = "_rescued_data";

    private static final int DEFAULT_MAX_FILES = 1000;

    private final Map<String, String> values;
    private final boolean inferColumnTypesByDefault;

    private final Map<String, SourceLocation> places;

    private FileSourceOptions(
            Map<String, String> values, Map<String, SourceLocation> places, boolean inferColumnTypesByDefault) {
        this.values = values;
        this.places = places;
        this.inferColumnTypesByDefault = inferColumnTypesByDefault;
    }

    /** For {@code read_files} and paths: column types are inferred unless the user says otherwise. */
    public static FileSourceOptions forReadFiles(Map<String, String> given) {
        return forReadFiles(given, name -> null);
    }

    /**
     * For {@code read_files} and paths: column types are inferred unless the user says otherwise.
     *
     * @param given as the user wrote them
     * @param places where the user wrote the option with this name
     * @throws PipelineException with all options that are wrong
     */
    public static FileSourceOptions forReadFiles(
            Map<String, String> given, Function<String, @Nullable SourceLocation> places) {
        return parse(given, places, true);
    }

    /**
     * For {@code cloud_files}: columns of text formats are strings unless the user asks for types.
     *
     * @param given as the user wrote them
     * @param places where the user wrote the option with this name
     * @throws PipelineException with all options that are wrong
     */
    public static FileSourceOptions forCloudFiles(
            Map<String, String> given, Function<String, @Nullable SourceLocation> places) {
        return parse(given, places, false);
    }

    private static FileSourceOptions parse(
            Map<String, String> given, Function<String, @Nullable SourceLocation> places, boolean inferColumnTypes) {
        Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        Map<String, SourceLocation> valuePlaces = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        List<Problem> problems = new ArrayList<>();
        boolean lenient = given.entrySet().stream()
                .anyMatch(
                        option -> FileOptionNames.withoutPrefix(option.getKey()).equalsIgnoreCase("validateOptions")
                                && option.getValue().equalsIgnoreCase("false"));
        for (Map.Entry<String, String> option : given.entrySet()) {
            SourceLocation place = places.apply(option.getKey());
            Optional<String> spelling = FileOptionNames.spelling(option.getKey());
            if (spelling.isEmpty() && !lenient) {
                problems.add(unknownOption(option.getKey()).at(place));
                continue;
            }
            String name = spelling.orElse(FileOptionNames.withoutPrefix(option.getKey()));
            if (option.getValue().contains(SECRET) && !FileOptionNames.isWithoutEffect(name)) {
                problems.add(noSecrets("The option `" + name + "`").at(place));
            }
            values.put(name, option.getValue());
            if (place != null) {
                valuePlaces.put(name, place);
            }
        }
        OptionChecks checks = new OptionChecks(values, valuePlaces::get);
        problems.addAll(checks.problems());
        if (!problems.isEmpty()) {
            throw new PipelineException(problems);
        }
        return new FileSourceOptions(values, valuePlaces, inferColumnTypes);
    }

    /** True if the value of an option with this name is a path besides that of the source. */
    public static boolean isPath(String name) {
        String own = FileOptionNames.withoutPrefix(name);
        return own.equalsIgnoreCase("badRecordsPath") || own.equalsIgnoreCase("cleanSource.moveDestination");
    }

    /**
     * Refuses a path with a secret in it.
     *
     * @throws PipelineException that says where keys of file systems belong
     */
    public static String withoutSecrets(String path, @Nullable SourceLocation place) {
        if (path.contains(SECRET)) {
            throw new PipelineException(noSecrets("The path of files").at(place));
        }
        return path;
    }

    private static Problem noSecrets(String what) {
        return Problem.of(ErrorCode.SOURCE_OPTION_INVALID, what + " cannot hold a secret")
                .because("It would be seen in plans and in the events of the table; files are opened by file systems,"
                        + " whose keys are settings of Spark")
                .remedy(KEYS);
    }

    private static Problem unknownOption(String name) {
        if (name.startsWith("fs.") || name.startsWith("spark.")) {
            return Problem.of(ErrorCode.SOURCE_OPTION_INVALID, "There is no option `" + name + "` for reading files")
                    .because("Files are opened by file systems, whose settings are settings of Spark")
                    .remedy(KEYS);
        }
        return Problem.of(ErrorCode.SOURCE_OPTION_INVALID, "There is no option `" + name + "` for reading files")
                .remedy(Suggestions.didYouMean(FileOptionNames.withoutPrefix(name), FileOptionNames.all()));
    }

    /** The format, if the user gave it; otherwise the names of the files must tell. */
    public Optional<FileFormatKind> format() {
        return text("format").flatMap(FileFormatKind::named);
    }

    /** The schema that the user gave, as DDL. */
    public Optional<String> schema() {
        return text("schema").filter(ddl -> !ddl.isBlank());
    }

    public String schemaHints() {
        return text("schemaHints").orElse("");
    }

    public boolean infersColumnTypes() {
        return flag("inferColumnTypes", inferColumnTypesByDefault);
    }

    /** The partition columns that the user named; empty if the paths of the files tell. */
    public Optional<List<String>> partitionColumns() {
        return text("partitionColumns")
                .map(names -> Arrays.stream(names.split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList());
    }

    /** The column that the user named for rescued data; an empty text means none. */
    public Optional<String> rescuedDataColumn() {
        return text("rescuedDataColumn").map(String::strip);
    }

    public SchemaEvolutionMode schemaEvolutionMode() {
        return text("schemaEvolutionMode")
                .flatMap(SchemaEvolutionMode::named)
                .orElse(schema().isPresent() ? SchemaEvolutionMode.NONE : SchemaEvolutionMode.ADD_NEW_COLUMNS);
    }

    /** A glob that the names of the files must match. */
    public Optional<String> fileNamePattern() {
        return text("fileNamePattern").or(() -> text("pathGlobFilter"));
    }

    /** True if all folders below are searched, and not only those named like partitions. */
    public boolean searchesAllFolders() {
        return flag("recursiveFileLookup", true);
    }

    public boolean usesStrictGlobs() {
        return flag("useStrictGlobber", false);
    }

    public Optional<Instant> modifiedAfter(ZoneId zone) {
        return text("modifiedAfter").map(value -> OptionValues.instant(value, zone));
    }

    public Optional<Instant> modifiedBefore(ZoneId zone) {
        return text("modifiedBefore").map(value -> OptionValues.instant(value, zone));
    }

    /** The most files that a batch of a stream takes. */
    public int maxFilesPerBatch() {
        return text("maxFilesPerTrigger").map(Integer::parseInt).orElse(DEFAULT_MAX_FILES);
    }

    /** The bytes after which a batch of a stream takes no further file. */
    public long maxBytesPerBatch() {
        return text("maxBytesPerTrigger").map(OptionValues::bytes).orElse(Long.MAX_VALUE);
    }

    /** Where malformed records go instead of becoming rows; empty if they stay. */
    public Optional<String> badRecordsPath() {
        return text("badRecordsPath").map(String::strip).filter(path -> !path.isEmpty());
    }

    /** What becomes of files whose rows are committed. */
    public SourceCleaning cleaning() {
        return new SourceCleaning(
                text("cleanSource").flatMap(SourceCleaning.Action::named).orElse(SourceCleaning.Action.OFF),
                text("cleanSource.retentionDuration")
                        .map(OptionValues::duration)
                        .orElse(SourceCleaning.DEFAULT_RETENTION),
                text("cleanSource.moveDestination").orElse(""));
    }

    /** Files that were last modified longer ago are neither taken nor remembered; empty if there is no such limit. */
    public Optional<Duration> maxFileAge() {
        return text("maxFileAge").map(OptionValues::duration);
    }

    /** True if a stream begins with the files that are already there. */
    public boolean includesExistingFiles() {
        return flag("includeExistingFiles", true);
    }

    /** True if whether a file is wanted can change by its modification time, or by the time that passes. */
    public boolean dependsOnTimes() {
        return readsOverwrittenFiles()
                || text("maxFileAge").isPresent()
                || text("modifiedAfter").isPresent()
                || text("modifiedBefore").isPresent();
    }

    /** True if a file that was written anew is read again. */
    public boolean readsOverwrittenFiles() {
        return flag("allowOverwrites", false);
    }

    public boolean ignoresMissingFiles() {
        return flag("ignoreMissingFiles", false);
    }

    /** The value of an option that is handed to Spark's reader. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** Options that were given and mean something on a cloud platform only. */
    public List<String> withoutEffect() {
        return values.keySet().stream().filter(FileOptionNames::isWithoutEffect).toList();
    }

    /** All options that were given, in one text; empty if there are none. */
    public String describe() {
        return values.isEmpty() ? "" : "?" + values;
    }

    /** Where the user wrote the option, null if that is not known. */
    public @Nullable SourceLocation place(String name) {
        return places.get(name);
    }

    /** What Spark's readers get. */
    public Map<String, String> readerOptions() {
        Map<String, String> options = new TreeMap<>();
        values.forEach((name, value) -> {
            boolean known = FileOptionNames.isForReader(name);
            boolean unchecked = FileOptionNames.spelling(name).isEmpty();
            if (known || unchecked) {
                options.put(name, value);
            }
        });
        return options;
    }

    private boolean flag(String name, boolean byDefault) {
        return text(name).map(Boolean::parseBoolean).orElse(byDefault);
    }
}
