package dev.tidewheel.engine.source.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hadoop.io.Text;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.json.JSONOptions;
import org.apache.spark.sql.catalyst.json.JacksonParser;
import org.apache.spark.sql.catalyst.util.BadRecordException;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.Function2;
import scala.collection.immutable.Seq$;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Turns JSON records into rows with Spark's own parser. Only a record in which that parser met an unknown field or a
 * value that does not fit is parsed a second time, to collect what would be lost. Not thread-safe.
 */
final class JsonRecordParser {
    private final JSONOptions options;
    private final RecordColumns columns;
    private final DataType[] types;
    private final JacksonParser parser;
    private final RescuedJson rescuedJson;
    private final ObjectMapper mapper;
    private final MalformedRecords malformed;
    private final String path;
    private final Function2<JsonFactory, Text, JsonParser> open;
    private final Function1<Text, UTF8String> literal = JsonRecordParser::literal;
    private @Nullable WatchedJsonParser watch;

    JsonRecordParser(JSONOptions options, RecordColumns columns, boolean caseSensitive, String path) {
        this.options = options;
        this.columns = columns;
        this.path = path;
        this.types = columns.parsedTypes();
        this.parser = new JacksonParser(
                caseSensitive ? columns.parsed() : SchemaNames.lowerCase(columns.parsed()),
                options,
                true,
                Seq$.MODULE$.empty());
        this.mapper = RescuedJson.mapper(options.buildJsonFactory());
        this.rescuedJson = new RescuedJson(columns.parsed(), options, caseSensitive);
        this.malformed = new MalformedRecords(options.parseMode(), columns);
        Map<String, String> lowerCase = new HashMap<>();
        this.open = (factory, record) -> {
            JsonParser plain = RescuingJsonReader.open(options, factory, record);
            watch = new WatchedJsonParser(caseSensitive ? plain : new WatchedJsonParser.LowerCase(plain, lowerCase));
            return watch;
        };
    }

    void parse(Text record, Consumer<InternalRow> rows) {
        watch = null;
        scala.collection.Iterable<InternalRow> parsed;
        try {
            parsed = parser.parse(record, open, literal);
        } catch (Exception e) {
            // Scala does not declare it, so that it cannot be caught by its type
            if (e instanceof BadRecordException bad) {
                badRecord(record, bad, rows);
                return;
            }
            throw unchecked(e);
        }
        if (watch != null && watch.metUnknownField() && columns.asksForRescuedData()) {
            rescue(record, parsed, RescuedJson.Search.UNKNOWN_FIELDS, null, rows);
        } else {
            parsed.foreach(row -> {
                rows.accept(columns.row(row, types, null, null));
                return null;
            });
        }
    }

    /** For a record that is no JSON at all. */
    void malformed(String record, @Nullable Throwable cause, Consumer<InternalRow> rows) {
        malformed.handle(
                null, types, UTF8String.fromString(record), rescuedJson.ofMalformed(record, path), cause, rows);
    }

    private void badRecord(Text record, BadRecordException bad, Consumer<InternalRow> rows) {
        InternalRow[] partial = (InternalRow[]) bad.partialResults().apply();
        if (partial.length == 0) {
            malformed(record.toString(), bad.getCause(), rows);
        } else if (columns.asksForRescuedData()) {
            // a value of another type is rescued; the record as such is in order
            rescue(
                    record,
                    scala.collection.immutable.ArraySeq.unsafeWrapArray(partial),
                    RescuedJson.Search.UNKNOWN_FIELDS_AND_MISMATCHES,
                    literal(record),
                    rows);
        } else {
            for (InternalRow row : partial) {
                malformed.handle(row, types, literal(record), null, bad.getCause(), rows);
            }
        }
    }

    private void rescue(
            Text record,
            scala.collection.Iterable<InternalRow> parsed,
            RescuedJson.Search search,
            @Nullable UTF8String corrupt,
            Consumer<InternalRow> rows) {
        JsonNode tree;
        try (JsonParser tokens = RescuingJsonReader.open(options, mapper.getFactory(), record)) {
            tree = mapper.readTree(tokens);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (tree instanceof ArrayNode array) {
            for (JsonNode element : array) {
                parse(new Text(element.toString()), rows);
            }
            return;
        }
        @Nullable ObjectNode lost = rescuedJson.collect(tree, search);
        UTF8String rescued = lost == null ? null : rescuedJson.text(lost, path);
        for (InternalRow row : CollectionConverters.asJava(parsed)) {
            rows.accept(columns.row(row, types, rescued, corrupt));
        }
    }

    private static UTF8String literal(Text record) {
        return UTF8String.fromBytes(record.getBytes(), 0, record.getLength());
    }

    private static RuntimeException unchecked(Exception e) {
        if (e instanceof RuntimeException runtime) {
            return runtime;
        }
        return e instanceof IOException io ? new UncheckedIOException(io) : new IllegalStateException(e);
    }
}
