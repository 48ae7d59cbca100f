package dev.tidewheel.engine.source.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.xml.XmlOptions;
import org.apache.spark.sql.catalyst.xml.XmlTokenizer;
import org.apache.spark.sql.execution.datasources.CodecStreams;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;

/** Reads one XML file with rescued data: takes the records out of the text, and parses each by itself. */
final class RescuingXmlReader extends AbstractFunction1<PartitionedFile, scala.collection.Iterator<InternalRow>>
        implements Serializable {
    private static final long serialVersionUID = 1L;

    private final XmlOptions options;
    private final RecordColumns columns;
    private final boolean rescues;
    private final boolean caseSensitive;
    private final @Nullable NewColumns newColumns;
    private final @Nullable BadRecords badRecords;
    private final Broadcast<SerializableConfiguration> configuration;

    RescuingXmlReader(
            XmlOptions options,
            RecordColumns columns,
            boolean rescues,
            boolean caseSensitive,
            @Nullable NewColumns newColumns,
            @Nullable BadRecords badRecords,
            Broadcast<SerializableConfiguration> configuration) {
        this.options = options;
        this.columns = columns;
        this.rescues = rescues;
        this.caseSensitive = caseSensitive;
        this.newColumns = newColumns;
        this.badRecords = badRecords;
        this.configuration = configuration;
    }

    @Override
    public scala.collection.Iterator<InternalRow> apply(PartitionedFile file) {
        XmlRecordParser parser =
                new XmlRecordParser(options, columns, rescues, caseSensitive, newColumns, badRecords, file.toPath());
        Records records = new Records(new XmlTokenizer(open(file.toPath()), options));
        if (!records.hasNext()) {
            return CollectionConverters.asScala(
                    withoutRecords(file.toPath(), parser).iterator());
        }
        return CollectionConverters.asScala(new RowsOfRecords<>(records, parser::parse));
    }

    /** A document may have no record in it; but what is no document at all is not passed over. */
    private List<InternalRow> withoutRecords(Path file, XmlRecordParser parser) {
        List<InternalRow> rows = new ArrayList<>();
        try (InputStream content = open(file)) {
            String text = new String(content.readAllBytes(), Charset.forName(options.charset()));
            String visible = text.replace("\uFEFF", "").strip();
            if (!visible.isEmpty()) {
                XmlTree.failure(visible).ifPresent(reason -> parser.malformed(visible, reason, rows::add));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    private InputStream open(Path file) {
        return CodecStreams.createInputStreamWithCloseResource(
                configuration.value().value(), file);
    }

    private static final class Records implements Iterator<String> {
        private final XmlTokenizer tokenizer;
        private Option<String> next;

        Records(XmlTokenizer tokenizer) {
            this.tokenizer = tokenizer;
            this.next = tokenizer.next();
        }

        @Override
        public boolean hasNext() {
            return next.isDefined();
        }

        @Override
        public String next() {
            if (next.isEmpty()) {
                throw new NoSuchElementException();
            }
            String record = next.get();
            next = tokenizer.next();
            return record;
        }
    }
}
