package dev.tidewheel.engine.source.option;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The file formats that can be read. */
public enum FileFormatKind {
    JSON("json", "json", "jsonl", "ndjson"),
    CSV("csv", "csv", "tsv"),
    XML("xml", "xml"),
    PARQUET("parquet", "parquet"),
    ORC("orc", "orc"),
    AVRO("avro", "avro"),
    TEXT("text", "txt", "text", "log"),
    BINARY_FILE("binaryFile", "bin");

    private static final List<String> COMPRESSIONS =
            List.of("gz", "gzip", "bz2", "zst", "zstd", "lz4", "snappy", "deflate");

    private final String sparkName;
    private final List<String> extensions;

    FileFormatKind(String sparkName, String... extensions) {
        this.sparkName = sparkName;
        this.extensions = List.of(extensions);
    }

    /** The name that Spark and the user give to the format. */
    public String sparkName() {
        return sparkName;
    }

    /** True if the columns are always the same, whatever is in the files. */
    public boolean hasFixedSchema() {
        return this == TEXT || this == BINARY_FILE;
    }

    /** The format with this name, upper and lower case alike. */
    public static Optional<FileFormatKind> named(String name) {
        return Arrays.stream(values())
                .filter(format -> format.sparkName.equalsIgnoreCase(name))
                .findFirst();
    }

    /** The format that the name of a file suggests, seen through a suffix of compression such as {@code .gz}. */
    public static Optional<FileFormatKind> ofFileName(String fileName) {
        String extension = extension(fileName);
        return Arrays.stream(values())
                .filter(format -> format.extensions.contains(extension))
                .findFirst();
    }

    /** The extension in lower case without the dot and without a suffix of compression; empty if there is none. */
    public static String extension(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        String last = afterDot(name);
        if (COMPRESSIONS.contains(last)) {
            return afterDot(name.substring(0, name.length() - last.length() - 1));
        }
        return last;
    }

    private static String afterDot(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1);
    }
}
