package dev.tidewheel.engine.source.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.Text;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.json.CreateJacksonParser;
import org.apache.spark.sql.catalyst.json.JSONOptions;
import org.apache.spark.sql.catalyst.json.JacksonParser;
import org.apache.spark.sql.catalyst.util.BadRecordException;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.Function2;
import scala.collection.immutable.ArraySeq;
import scala.collection.immutable.Seq$;

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
    private final String file;
    private final Reading reading;
    private final Function1<Text, UTF8String> literal = JsonRecordParser::literal;
    private @Nullable WatchedJsonParser watch;

    /** @param file full path */
    JsonRecordParser(JSONOptions options, RecordColumns columns, Reading reading, Path file) {
        this.options = options;
        this.columns = columns;
        this.reading = reading;
        this.path = file.toUri().toString();
        this.file = file.toString();
        this.types = columns.parsedTypes();
        this.parser = new JacksonParser(columns.parsed(), options, true, Seq$.MODULE$.empty());
        this.mapper = RescuedJson.mapper(options.buildJsonFactory());
        this.rescuedJson = new RescuedJson(columns.parsed(), options);
        this.malformed = new MalformedRecords(options.parseMode(), columns, file.toString(), reading.badRecords());
    }

    /**
     * How records are read.
     *
     * @param rescues true if the source has a column of rescued data, whether or not this scan asks for it
     * @param caseSensitive false if names may differ in case from those of the schema
     * @param newColumns null if nobody wants to know of new columns
     * @param badRecords null if the mode says what becomes of malformed records
     */
    record Reading(
            boolean rescues,
            boolean caseSensitive,
            @Nullable NewColumns newColumns,
            @Nullable BadRecords badRecords) implements Serializable {}

    /** Parses a record as it stands in the file. */
    void parse(Text record, Consumer<InternalRow> rows) {
        Parsed parsed = parse(record, this::openOriginal);
        boolean isDocument = !parsed.rows().isEmpty();
        if (!reading.caseSensitive() && parsed.isSuspicious() && isDocument) {
            parseTree(FieldNames.asInSchema(tree(record, this::openOriginal), columns.parsed()), rows);
        } else {
            emit(parsed, record, this::openOriginal, rows);
        }
    }

    /** Parses a record that was taken out of a larger document. */
    void parseElement(JsonNode element, Consumer<InternalRow> rows) {
        parseTree(reading.caseSensitive() ? element : FieldNames.asInSchema(element, columns.parsed()), rows);
    }

    /** For a record that is no JSON at all. */
    void malformed(String record, @Nullable Throwable cause, Consumer<InternalRow> rows) {
        malformed.handle(
                null, types, UTF8String.fromString(record), rescuedJson.ofMalformed(record, path), cause, rows);
    }

    /** What Spark's parser made of a record. */
    private record Parsed(
            scala.collection.Iterable<InternalRow> rows,
            boolean unknownFields,
            @Nullable BadRecordException bad) {
        boolean isSuspicious() {
            return unknownFields || bad != null;
        }
    }

    private void parseTree(JsonNode tree, Consumer<InternalRow> rows) {
        Text record = new Text(RescuedJson.bytes(mapper, tree));
        emit(parse(record, CreateJacksonParser::text), record, CreateJacksonParser::text, rows);
    }

    private Parsed parse(Text record, Function2<JsonFactory, Text, JsonParser> open) {
        watch = null;
        try {
            scala.collection.Iterable<InternalRow> rows = parser.parse(record, watched(open), literal);
            reportNewColumns(record);
            return new Parsed(rows, watch != null && watch.metUnknownField(), null);
        } catch (Exception e) {
            // Scala does not declare it, so that it cannot be caught by its type
            if (e instanceof BadRecordException bad) {
                InternalRow[] partial = (InternalRow[]) bad.partialResults().apply();
                if (partial.length > 0) {
                    reportNewColumns(record);
                }
                return new Parsed(ArraySeq.unsafeWrapArray(partial), true, bad);
            }
            throw unchecked(e);
        }
    }

    private void reportNewColumns(Text record) {
        if (reading.newColumns() != null && watch != null && !watch.newColumns().isEmpty()) {
            throw reading.newColumns().found(watch.newColumns(), file, record.toString());
        }
    }

    private Function2<JsonFactory, Text, JsonParser> watched(Function2<JsonFactory, Text, JsonParser> open) {
        return (factory, record) -> {
            WatchedJsonParser watching = new WatchedJsonParser(open.apply(factory, record), reading.newColumns());
            watch = watching;
            return watching;
        };
    }

    private void emit(
            Parsed parsed, Text record, Function2<JsonFactory, Text, JsonParser> open, Consumer<InternalRow> rows) {
        @Nullable BadRecordException bad = parsed.bad();
        if (bad != null && parsed.rows().isEmpty()) {
            malformed(record.toString(), bad.getCause(), rows);
        } else if (bad != null && !reading.rescues()) {
            parsed.rows().foreach(row -> {
                malformed.handle(row, types, literal(record), null, bad.getCause(), rows);
                return null;
            });
        } else if (parsed.isSuspicious() && columns.asksForRescuedData()) {
            rescue(parsed, record, open, rows);
        } else {
            parsed.rows().foreach(row -> {
                rows.accept(columns.row(row, types, null, null));
                return null;
            });
        }
    }

    /** A value of another type is rescued; the record as such is in order. */
    private void rescue(
            Parsed parsed, Text record, Function2<JsonFactory, Text, JsonParser> open, Consumer<InternalRow> rows) {
        JsonNode tree = tree(record, open);
        if (tree instanceof ArrayNode array) {
            array.forEach(element -> parseTree(element, rows));
            return;
        }
        RescuedJson.Search search = parsed.bad() == null
                ? RescuedJson.Search.UNKNOWN_FIELDS
                : RescuedJson.Search.UNKNOWN_FIELDS_AND_MISMATCHES;
        @Nullable ObjectNode lost = rescuedJson.collect(tree, search);
        UTF8String rescued = lost == null ? null : rescuedJson.text(lost, path);
        UTF8String corrupt = parsed.bad() == null ? null : literal(record);
        parsed.rows().foreach(row -> {
            rows.accept(columns.row(row, types, rescued, corrupt));
            return null;
        });
    }

    private JsonNode tree(Text record, Function2<JsonFactory, Text, JsonParser> open) {
        try (JsonParser tokens = open.apply(mapper.getFactory(), record)) {
            return mapper.readTree(tokens);
        } catch (JsonProcessingException malformed) {
            // it is reported by the parser that makes the rows
            return mapper.getNodeFactory().missingNode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonParser openOriginal(JsonFactory factory, Text record) {
        return options.encoding().isDefined()
                ? CreateJacksonParser.text(options.encoding().get(), factory, record)
                : CreateJacksonParser.text(factory, record);
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
