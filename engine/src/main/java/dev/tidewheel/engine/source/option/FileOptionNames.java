package dev.tidewheel.engine.source.option;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every option that a file source knows, by kind. */
final class FileOptionNames {
    /** Interpreted here and not handed to Spark. */
    static final List<String> OWN = List.of(
            "format",
            "schema",
            "schemaHints",
            "inferColumnTypes",
            "partitionColumns",
            "rescuedDataColumn",
            "schemaEvolutionMode",
            "pathGlobFilter",
            "fileNamePattern",
            "recursiveFileLookup",
            "maxFilesPerTrigger",
            "maxBytesPerTrigger",
            "includeExistingFiles",
            "allowOverwrites",
            "modifiedAfter",
            "modifiedBefore",
            "useStrictGlobber",
            "maxFileAge",
            "badRecordsPath",
            "cleanSource.retentionDuration",
            "cleanSource.moveDestination",
            "validateOptions",
            "cleanSource");

    /** Mean something on a cloud platform only; accepted so that queries run unchanged, and without effect. */
    private static final List<String> WITHOUT_EFFECT = List.of(
            "backfillInterval",
            "schemaLocation",
            "useIncrementalListing",
            "useManagedFileEvents",
            "useNotifications",
            "fetchParallelism",
            "pathRewrites",
            "queueUrl",
            "region",
            "roleArn",
            "roleExternalId",
            "roleSessionName",
            "stsEndpoint",
            "awsAccessKey",
            "awsSecretKey",
            "restrictNotificationSetupToSameAWSAccountId",
            "resourceGroup",
            "subscriptionId",
            "tenantId",
            "clientId",
            "clientSecret",
            "connectionString",
            "queueName",
            "projectId",
            "client",
            "clientEmail",
            "privateKey",
            "privateKeyId",
            "subscription",
            "databricks.serviceCredential",
            "serviceCredential");

    /** Handed to Spark's readers under these names. */
    private static final List<String> READER = List.of(
            // all formats
            "ignoreCorruptFiles",
            "ignoreMissingFiles",
            "mergeSchema",
            "compression",
            "datetimeRebaseMode",
            // text formats
            "columnNameOfCorruptRecord",
            "dateFormat",
            "timestampFormat",
            "timestampNTZFormat",
            "timeFormat",
            "enableDateTimeParsingFallback",
            "encoding",
            "charset",
            "lineSep",
            "locale",
            "mode",
            "multiLine",
            "readerCaseSensitive",
            "samplingRatio",
            "singleVariantColumn",
            "timeZone",
            "wholeText",
            // json
            "allowBackslashEscapingAnyCharacter",
            "allowComments",
            "allowNonNumericNumbers",
            "allowNumericLeadingZeros",
            "allowSingleQuotes",
            "allowUnquotedControlChars",
            "allowUnquotedFieldNames",
            "dropFieldIfAllNull",
            "inferTimestamp",
            "prefersDecimal",
            "primitivesAsString",
            // csv
            "charToEscapeQuoteEscaping",
            "columnPruning",
            "comment",
            "delimiter",
            "emptyValue",
            "enforceSchema",
            "escape",
            "header",
            "ignoreLeadingWhiteSpace",
            "ignoreTrailingWhiteSpace",
            "inferSchema",
            "inputBufferSize",
            "maxCharsPerColumn",
            "maxColumns",
            "nanValue",
            "negativeInf",
            "nullValue",
            "positiveInf",
            "preferDate",
            "quote",
            "sep",
            "skipRows",
            "unescapedQuoteHandling",
            // xml
            "attributePrefix",
            "excludeAttribute",
            "ignoreNamespace",
            "ignoreSurroundingSpaces",
            "rowTag",
            "rowValidationXSDPath",
            "valueTag",
            "wildcardColName",
            // parquet, avro
            "int96RebaseMode",
            "avroSchema",
            "avroSchemaUrl",
            "positionalFieldMatching",
            "recursiveFieldMaxDepth",
            "enableStableIdentifiersForUnionType");

    private static final Map<String, String> SPELLING = Stream.of(OWN, WITHOUT_EFFECT, READER)
            .flatMap(List::stream)
            .collect(Collectors.toMap(
                    name -> name.toLowerCase(Locale.ROOT), name -> name, (first, second) -> first, TreeMap::new));

    private static final Set<String> OWN_NAMES = Set.copyOf(OWN);
    private static final Set<String> READER_NAMES = Set.copyOf(READER);

    private FileOptionNames() {}

    /** The usual spelling of a name, or empty if there is no such option. The prefix {@code cloudFiles.} is ignored. */
    static Optional<String> spelling(String given) {
        String name = withoutPrefix(given).toLowerCase(Locale.ROOT);
        if (name.startsWith("resourcetag.")) {
            return Optional.of(name);
        }
        return Optional.ofNullable(SPELLING.get(name));
    }

    static boolean isWithoutEffect(String spelling) {
        return WITHOUT_EFFECT.contains(spelling) || spelling.startsWith("resourcetag.");
    }

    static String withoutPrefix(String given) {
        return given.regionMatches(true, 0, "cloudFiles.", 0, 11) ? given.substring(11) : given;
    }

    static boolean isOwn(String spelling) {
        return OWN_NAMES.contains(spelling);
    }

    static boolean isForReader(String spelling) {
        return READER_NAMES.contains(spelling);
    }

    static List<String> all() {
        return List.copyOf(SPELLING.values());
    }
}
