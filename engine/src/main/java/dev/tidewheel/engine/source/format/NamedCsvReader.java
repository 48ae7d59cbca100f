package dev.tidewheel.engine.source.format;

import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.Charset;
import java.util.Iterator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.Text;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.csv.CSVOptions;
import org.apache.spark.sql.execution.datasources.CodecStreams;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;

/** Reads one CSV file, or a part of one. */
final class NamedCsvReader extends AbstractFunction1<PartitionedFile, scala.collection.Iterator<InternalRow>>
        implements Serializable {
    private static final long serialVersionUID = 1L;

    private final CSVOptions options;
    private final RecordColumns columns;
    private final boolean caseSensitive;
    private final boolean rescues;
    private final int skippedRows;
    private final @Nullable NewColumns newColumns;
    private final @Nullable BadRecords badRecords;
    private final Broadcast<SerializableConfiguration> configuration;

    NamedCsvReader(
            CSVOptions options,
            RecordColumns columns,
            boolean caseSensitive,
            boolean rescues,
            int skippedRows,
            @Nullable NewColumns newColumns,
            @Nullable BadRecords badRecords,
            Broadcast<SerializableConfiguration> configuration) {
        this.options = options;
        this.columns = columns;
        this.caseSensitive = caseSensitive;
        this.rescues = rescues;
        this.skippedRows = skippedRows;
        this.newColumns = newColumns;
        this.badRecords = badRecords;
        this.configuration = configuration;
    }

    @Override
    public scala.collection.Iterator<InternalRow> apply(PartitionedFile file) {
        Iterator<InternalRow> rows = options.multiLine() ? wholeFile(file) : lines(file);
        return CollectionConverters.asScala(rows);
    }

    private Iterator<InternalRow> lines(PartitionedFile file) {
        CsvParser tokenizer = new CsvParser(options.asParserSettings());
        Iterator<String> lines = content(file);
        String @Nullable [] header = null;
        if (options.headerFlag()) {
            Iterator<String> beginning = file.start() == 0 ? lines : content(beginningOf(file));
            header = beginning.hasNext() ? tokenizer.parseLine(beginning.next()) : null;
        }
        CsvRecordParser parser = parser(header, file);
        return new RowsOfRecords<>(lines, (line, rows) -> parser.parse(tokenizer.parseLine(line), () -> line, rows));
    }

    private Iterator<InternalRow> wholeFile(PartitionedFile file) {
        Configuration hadoop = configuration.value().value();
        InputStream content = CodecStreams.createInputStreamWithCloseResource(hadoop, file.toPath());
        CsvParserSettings settings = options.asParserSettings();
        settings.setNumberOfRowsToSkip(skippedRows);
        CsvParser tokenizer = new CsvParser(settings);
        tokenizer.beginParsing(content, options.charset());
        String @Nullable [] header = options.headerFlag() ? tokenizer.parseNext() : null;
        CsvRecordParser parser = parser(header, file);
        return new RowsOfRecords<>(
                new Records(tokenizer),
                (tokens, rows) -> parser.parse(tokens, () -> String.join(options.delimiter(), tokens), rows));
    }

    private CsvRecordParser parser(String @Nullable [] header, PartitionedFile file) {
        CsvHeader names = header == null
                ? CsvHeader.ofSchema(columns.parsed())
                : CsvHeader.ofFile(header, columns.parsed(), caseSensitive, options);
        if (header != null && newColumns != null) {
            newColumns.check(names.names(), file.toPath().toString());
        }
        return new CsvRecordParser(options, columns, names, rescues, file.toPath(), badRecords, newColumns);
    }

    /** The lines that count: neither blank nor a comment. */
    private Iterator<String> content(PartitionedFile file) {
        Charset charset = Charset.forName(options.charset());
        Iterator<Text> lines = FileLines.of(
                file, options.lineSeparatorInRead(), configuration.value().value());
        return new CsvLines(
                lines,
                line -> new String(line.getBytes(), 0, line.getLength(), charset),
                options.isCommentSet() ? String.valueOf(options.comment()) : "",
                file.start() == 0 ? skippedRows : 0);
    }

    private static PartitionedFile beginningOf(PartitionedFile file) {
        return file.copy(
                file.partitionValues(),
                file.filePath(),
                0,
                file.fileSize(),
                file.locations(),
                file.modificationTime(),
                file.fileSize(),
                file.otherConstantMetadataColumnValues());
    }

    private static final class Records implements Iterator<String[]> {
        private final CsvParser tokenizer;
        private String @Nullable [] next;

        Records(CsvParser tokenizer) {
            this.tokenizer = tokenizer;
            this.next = tokenizer.parseNext();
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public String[] next() {
            String[] current = java.util.Objects.requireNonNull(next, "no record is left");
            next = tokenizer.parseNext();
            return current;
        }
    }
}
