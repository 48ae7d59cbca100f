package dev.tidewheel.engine.source.schema;

import dev.tidewheel.engine.source.format.ReaderOption;
import dev.tidewheel.engine.source.listing.FileSnapshot;
import dev.tidewheel.engine.source.listing.ListedFile;
import dev.tidewheel.engine.source.option.FileFormatKind;
import dev.tidewheel.engine.source.option.FileSourceOptions;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Tells from the names of files what format they have. Stateless. */
final class FormatDetection {

    private FormatDetection() {}

    /** @throws PipelineException if the names do not tell, or name several formats */
    static FileFormatKind detect(String path, FileSnapshot snapshot) {
        Map<FileFormatKind, String> examples = new EnumMap<>(FileFormatKind.class);
        for (ListedFile file : snapshot.files()) {
            FileFormatKind.ofFileName(file.name()).ifPresent(format -> examples.putIfAbsent(format, file.name()));
        }
        if (examples.size() == 1) {
            return examples.keySet().iterator().next();
        }
        if (snapshot.files().isEmpty()) {
            throw new PipelineException(
                    Problem.of(ErrorCode.SOURCE_EMPTY, "`" + path + "` holds no file to tell the format from")
                            .remedy("Add a file, or give the option `format`"));
        }
        String cause = examples.isEmpty()
                ? "Names such as `" + snapshot.files().get(0).name() + "` do not tell it"
                : examples.entrySet().stream()
                        .map(example -> "`" + example.getValue() + "` is "
                                + example.getKey().sparkName())
                        .collect(Collectors.joining(", "));
        throw new PipelineException(
                Problem.of(ErrorCode.SOURCE_OPTION_INVALID, "The format of the files in `" + path + "` is not clear")
                        .because(cause)
                        .remedy(
                                "Give the option `format`, and fileNamePattern => '*.json' or the like if only some files are meant"));
    }

    /** Reader options that follow from the files, as far as the user does not give them. */
    static Map<String, String> options(
            FileFormatKind format, FileSnapshot snapshot, FileSourceOptions options, boolean hasSchema) {
        Map<String, String> detected = new TreeMap<>();
        if (format != FileFormatKind.CSV) {
            return detected;
        }
        if (!hasSchema && options.text(ReaderOption.HEADER).isEmpty()) {
            detected.put(ReaderOption.HEADER, "true");
        }
        boolean tabs = !snapshot.files().isEmpty()
                && snapshot.files().stream()
                        .allMatch(file -> FileFormatKind.extension(file.name()).equals("tsv"));
        if (tabs && options.text("sep").isEmpty() && options.text("delimiter").isEmpty()) {
            detected.put("sep", "\t");
        }
        return detected;
    }
}
