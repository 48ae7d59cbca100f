package dev.tidewheel.engine.source.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.csv.CSVOptions;
import org.apache.spark.sql.catalyst.csv.UnivocityParser;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import scala.Function1;

/** Turns the tokens of CSV records into rows with the conversions of Spark's own parser. Not thread-safe. */
final class CsvRecordParser {
    private final CSVOptions options;
    private final RecordColumns columns;
    private final CsvHeader header;
    private final boolean rescues;
    private final String path;
    private final String file;
    private final @Nullable NewColumns newColumns;
    private final DataType[] types;
    private final Function1<String, Object>[] converters;
    private final boolean[] wanted;
    private final boolean[] known;
    private final MalformedRecords malformed;
    private final ObjectMapper mapper = RescuedJson.mapper(new JsonFactory());

    /** @param rescues true if the source has a column of rescued data, whether or not this scan asks for it */
    CsvRecordParser(
            CSVOptions options,
            RecordColumns columns,
            CsvHeader header,
            boolean rescues,
            Path file,
            @Nullable BadRecords badRecords,
            @Nullable NewColumns newColumns) {
        this.options = options;
        this.columns = columns;
        this.header = header;
        this.rescues = rescues;
        this.path = file.toUri().toString();
        this.file = file.toString();
        this.newColumns = newColumns;
        this.types = columns.parsedTypes();
        this.converters = converters(options, columns);
        this.malformed = new MalformedRecords(options.parseMode(), columns, file.toString(), badRecords);
        this.known = new boolean[header.names().size()];
        Arrays.stream(header.positions()).filter(position -> position >= 0).forEach(position -> known[position] = true);
        this.wanted = new boolean[types.length];
        Arrays.stream(columns.source()).filter(index -> index >= 0).forEach(index -> wanted[index] = true);
        if (columns.asksForRescuedData()) {
            Arrays.fill(wanted, true);
        }
    }

    @SuppressWarnings("unchecked")
    private static Function1<String, Object>[] converters(CSVOptions options, RecordColumns columns) {
        UnivocityParser parser = new UnivocityParser(columns.parsed(), options);
        return Arrays.stream(columns.parsed().fields())
                .map((StructField field) -> parser.makeConverter(field.name(), field.dataType(), true))
                .toArray(Function1[]::new);
    }

    /**
     * @param tokens null if the record cannot be taken apart
     * @param record the record's text
     */
    void parse(String @Nullable [] tokens, Supplier<String> record, Consumer<InternalRow> rows) {
        if (tokens == null) {
            reportMalformed(null, null, record, new IllegalArgumentException("not a CSV record"), rows);
            return;
        }
        @Nullable Object[] values = new Object[types.length];
        @Nullable ObjectNode lost = null;
        @Nullable Exception mismatch = null;
        for (int i = 0; i < values.length; i++) {
            int position = header.positions()[i];
            if (position < 0 || position >= tokens.length || !wanted[i]) {
                continue;
            }
            try {
                values[i] = converters[i].apply(tokens[position]);
            } catch (Exception e) {
                // some are checked exceptions that Scala does not declare
                reportWider(columns.parsed().fields()[i], tokens[position]);
                mismatch = e;
                lost = lose(lost, position, tokens[position]);
            }
        }
        if (columns.asksForRescuedData()) {
            lost = loseUnknown(lost, tokens);
        }
        InternalRow row = new GenericInternalRow(values);
        @Nullable UTF8String rescued = lost == null ? null : rescued(lost);
        if (tokens.length != header.names().size()) {
            String counts =
                    tokens.length + " fields instead of " + header.names().size();
            reportMalformed(row, rescued, record, new IllegalArgumentException(counts), rows);
        } else if (mismatch != null && !rescues) {
            reportMalformed(row, null, record, mismatch, rows);
        } else {
            rows.accept(columns.row(row, types, rescued, null));
        }
    }

    private void reportWider(StructField field, String token) {
        if (newColumns == null || !newColumns.mayWiden(field.name())) {
            return;
        }
        for (DataType type : WiderTypes.of(field.dataType())) {
            try {
                new UnivocityParser(new StructType().add(field.name(), type), options)
                        .makeConverter(field.name(), type, true)
                        .apply(token);
            } catch (Exception e) {
                // some are checked exceptions that Scala does not declare
                continue;
            }
            throw newColumns.wider(field.name(), type, file);
        }
    }

    private @Nullable ObjectNode loseUnknown(@Nullable ObjectNode lost, String[] tokens) {
        ObjectNode all = lost;
        for (int position = 0; position < tokens.length; position++) {
            boolean unknown = position >= known.length || !known[position];
            String token = tokens[position];
            if (unknown && token != null && !token.equals(options.nullValue())) {
                all = lose(all, position, token);
            }
        }
        return all;
    }

    private ObjectNode lose(@Nullable ObjectNode lost, int position, String token) {
        ObjectNode all = lost == null ? mapper.createObjectNode() : lost;
        return all.put(header.name(position), token);
    }

    private void reportMalformed(
            @Nullable InternalRow partial,
            @Nullable UTF8String rescued,
            Supplier<String> record,
            Throwable cause,
            Consumer<InternalRow> rows) {
        String text = record.get();
        UTF8String lost = partial == null && columns.asksForRescuedData()
                ? rescued(mapper.createObjectNode().put("_corrupt_record", text))
                : rescued;
        malformed.handle(partial, types, UTF8String.fromString(text), lost, cause, rows);
    }

    private UTF8String rescued(ObjectNode lost) {
        try {
            return UTF8String.fromString(mapper.writeValueAsString(lost.put("_file_path", path)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }
}
