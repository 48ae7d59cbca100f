package dev.tidewheel.engine.source.option;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SourceLocation;
import dev.tidewheel.model.text.Suggestions;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds everything that is wrong with the values of options. */
final class OptionChecks {
    private static final List<String> FLAGS = List.of(
            "inferColumnTypes",
            "recursiveFileLookup",
            "includeExistingFiles",
            "allowOverwrites",
            "useStrictGlobber",
            "ignoreMissingFiles",
            "ignoreCorruptFiles",
            "readerCaseSensitive",
            "multiLine",
            "header",
            "wholeText");

    private final Map<String, String> values;
    private final Function<String, @Nullable SourceLocation> places;
    private final List<Problem> problems = new ArrayList<>();

    OptionChecks(Map<String, String> values, Function<String, @Nullable SourceLocation> places) {
        this.values = values;
        this.places = places;
    }

    List<Problem> problems() {
        FLAGS.forEach(name -> value(name, OptionValues::flag, "true or false"));
        value("maxFilesPerTrigger", OptionValues::positive, "a number of files, at least 1");
        value("skipRows", text -> check(Integer.parseInt(text.strip()) >= 0), "a number of lines");
        value("maxBytesPerTrigger", OptionValues::bytes, "a size such as `512m` or `10g`");
        value("maxFileAge", OptionValues::duration, "a time such as `90 days`");
        value("backfillInterval", OptionValues::duration, "a time such as `1 day`");
        value(
                "modifiedAfter",
                text -> OptionValues.instant(text, ZoneOffset.UTC),
                "a time such as `2026-01-31T00:00:00`");
        value(
                "modifiedBefore",
                text -> OptionValues.instant(text, ZoneOffset.UTC),
                "a time such as `2026-01-31T00:00:00`");
        value(
                "mode",
                text -> oneOf(text, "PERMISSIVE", "DROPMALFORMED", "FAILFAST"),
                "PERMISSIVE, DROPMALFORMED or FAILFAST");
        checkFormat();
        checkEvolution();
        checkFileNamePattern();
        checkCleaning();
        checkBadRecords();
        return problems;
    }

    private void checkFormat() {
        Optional<String> format = text("format");
        if (format.isPresent() && FileFormatKind.named(format.get()).isEmpty()) {
            List<String> names = Arrays.stream(FileFormatKind.values())
                    .map(FileFormatKind::sparkName)
                    .toList();
            add(
                    "format",
                    "Files of format `" + format.get() + "` cannot be read",
                    (Suggestions.didYouMean(format.get(), names) + " The formats are " + String.join(", ", names))
                            .strip());
        }
        boolean xml =
                format.filter(FileFormatKind.XML.sparkName()::equalsIgnoreCase).isPresent();
        if (xml && text("rowTag").isEmpty()) {
            add("format", "XML needs the option `rowTag`", "Name the element that is a row: rowTag => 'book'");
        }
    }

    private void checkEvolution() {
        Optional<String> text = text("schemaEvolutionMode");
        if (text.isEmpty()) {
            return;
        }
        Optional<SchemaEvolutionMode> mode = SchemaEvolutionMode.named(text.get());
        if (mode.isEmpty()) {
            String names = Arrays.stream(SchemaEvolutionMode.values())
                    .map(SchemaEvolutionMode::optionValue)
                    .collect(Collectors.joining(", "));
            add(
                    "schemaEvolutionMode",
                    "There is no schemaEvolutionMode `" + text.get() + "`",
                    "The modes are " + names);
            return;
        }
        switch (mode.get()) {
            case NONE, RESCUE, FAIL_ON_NEW_COLUMNS -> {}
            case ADD_NEW_COLUMNS, ADD_NEW_COLUMNS_WITH_TYPE_WIDENING -> {
                if (values.containsKey("schema")) {
                    add(
                            "schemaEvolutionMode",
                            "schemaEvolutionMode `" + mode.get().optionValue() + "` cannot be combined with `schema`",
                            "Use `schemaHints` instead of `schema`, or the mode `rescue`");
                }
            }
        }
    }

    private void checkFileNamePattern() {
        if (values.containsKey("fileNamePattern") && values.containsKey("pathGlobFilter")) {
            add("fileNamePattern", "`fileNamePattern` and `pathGlobFilter` are the same option", "Give one of them");
        }
    }

    private void checkCleaning() {
        value("cleanSource", text -> oneOf(text.strip(), "OFF", "MOVE", "DELETE"), "OFF, MOVE or DELETE");
        value("cleanSource.retentionDuration", OptionValues::duration, "a time such as `30 days`");
        if (!problems.isEmpty()) {
            return;
        }
        Optional<String> action = text("cleanSource").map(String::strip);
        boolean moves = action.filter("MOVE"::equalsIgnoreCase).isPresent();
        if (moves == text("cleanSource.moveDestination").isEmpty()) {
            add(
                    moves ? "cleanSource" : "cleanSource.moveDestination",
                    moves
                            ? "`cleanSource` MOVE needs `cleanSource.moveDestination`"
                            : "`cleanSource.moveDestination` has a meaning with `cleanSource` MOVE only",
                    "Give both, or none");
        }
        boolean early = text("cleanSource.retentionDuration")
                .map(OptionValues::duration)
                .filter(retention -> retention.compareTo(SourceCleaning.LEAST_BEFORE_DELETION) <= 0)
                .isPresent();
        if (early && action.filter("DELETE"::equalsIgnoreCase).isPresent()) {
            add(
                    "cleanSource.retentionDuration",
                    "Files are deleted after more than 7 days at the earliest",
                    "Give a longer `cleanSource.retentionDuration`, or move the files");
        }
    }

    private void checkBadRecords() {
        if (text("badRecordsPath").isEmpty()) {
            return;
        }
        if (text("rescuedDataColumn").filter(name -> !name.isBlank()).isPresent()) {
            add(
                    "badRecordsPath",
                    "`badRecordsPath` and `rescuedDataColumn` exclude each other",
                    "Keep malformed records in the table, or send them to files");
        }
        Optional<FileFormatKind> format = text("format").flatMap(FileFormatKind::named);
        boolean hasRecords = format.isEmpty()
                || format.get() == FileFormatKind.JSON
                || format.get() == FileFormatKind.CSV
                || format.get() == FileFormatKind.XML;
        if (!hasRecords) {
            add(
                    "badRecordsPath",
                    "`badRecordsPath` has a meaning for JSON, CSV and XML only",
                    "Leave it out; ignoreCorruptFiles => true passes over files that cannot be read");
        }
    }

    private void value(String name, Consumer<String> parser, String expected) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return;
        }
        try {
            parser.accept(text.get());
        } catch (RuntimeException e) {
            add(name, "The option `" + name + "` cannot be `" + text.get() + "`", "Give " + expected);
        }
    }

    private static void oneOf(String text, String... names) {
        check(Arrays.stream(names).anyMatch(text::equalsIgnoreCase));
    }

    private static void check(boolean condition) {
        if (!condition) {
            throw new IllegalArgumentException("not allowed");
        }
    }

    private Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    private void add(String option, String message, String fix) {
        problems.add(
                Problem.of(ErrorCode.SOURCE_OPTION_INVALID, message).remedy(fix).at(places.apply(option)));
    }
}
