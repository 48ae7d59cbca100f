package dev.tidewheel.engine.source.format;

import java.util.Map;

/** Names of reader options that our formats understand beyond Spark's; found case-sensitively, as they are set by us. */
public final class ReaderOption {
    public static final String RESCUED_DATA_COLUMN = "rescuedDataColumn";
    public static final String CASE_SENSITIVE = "readerCaseSensitive";
    public static final String SKIP_ROWS = "skipRows";
    public static final String HEADER = "header";
    public static final String ENFORCE_SCHEMA = "enforceSchema";

    /** The path of a source whose new columns are to be reported, instead of being rescued or left out. */
    public static final String NEW_COLUMNS_OF = "tidewheel.newColumnsOf";

    /** Fields inside of which nothing is new: paths in lower case, one a line. */
    public static final String FIXED_FIELDS = "tidewheel.fixedFields";

    /** If set, columns may get wider types, save for these: names in lower case, one a line. */
    public static final String FIXED_TYPES = "tidewheel.fixedTypes";

    /** Where malformed records go instead of becoming rows. */
    public static final String BAD_RECORDS_PATH = "badRecordsPath";

    private ReaderOption() {}

    static boolean isCaseSensitive(Map<String, String> options) {
        return !"false".equalsIgnoreCase(options.get(CASE_SENSITIVE));
    }

    static boolean needsRescuingJson(Map<String, String> options) {
        return options.containsKey(RESCUED_DATA_COLUMN)
                || options.containsKey(NEW_COLUMNS_OF)
                || options.containsKey(BAD_RECORDS_PATH)
                || !isCaseSensitive(options);
    }

    static boolean needsRescuingXml(Map<String, String> options) {
        return needsRescuingJson(options) && !options.containsKey("singleVariantColumn");
    }

    /** With a header the columns of each file are found by name, unless the user asks for Spark's way, by position. */
    static boolean needsNamedCsv(Map<String, String> options) {
        boolean byName = "true".equalsIgnoreCase(options.get(HEADER))
                && !"true".equalsIgnoreCase(options.get(ENFORCE_SCHEMA))
                && !options.containsKey("singleVariantColumn");
        return byName
                || options.containsKey(BAD_RECORDS_PATH)
                || options.containsKey(RESCUED_DATA_COLUMN)
                || options.containsKey(SKIP_ROWS);
    }
}
