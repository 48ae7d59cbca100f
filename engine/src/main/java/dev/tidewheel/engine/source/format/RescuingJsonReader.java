package dev.tidewheel.engine.source.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.json.JSONOptions;
import org.apache.spark.sql.execution.datasources.CodecStreams;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.util.SerializableConfiguration;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;

/** Reads one JSON file, or a part of one, with rescued data. */
final class RescuingJsonReader extends AbstractFunction1<PartitionedFile, Iterator<InternalRow>>
        implements Serializable {
    private static final long serialVersionUID = 1L;

    private final JSONOptions options;
    private final RecordColumns columns;
    private final JsonRecordParser.Reading reading;
    private final Broadcast<SerializableConfiguration> configuration;

    RescuingJsonReader(
            JSONOptions options,
            RecordColumns columns,
            JsonRecordParser.Reading reading,
            Broadcast<SerializableConfiguration> configuration) {
        this.options = options;
        this.columns = columns;
        this.reading = reading;
        this.configuration = configuration;
    }

    @Override
    public Iterator<InternalRow> apply(PartitionedFile file) {
        JsonRecordParser parser = new JsonRecordParser(options, columns, reading, file.toPath());
        Configuration hadoop = configuration.value().value();
        if (options.multiLine()) {
            return CollectionConverters.asScala(wholeFile(hadoop, file, parser).iterator());
        }
        return CollectionConverters.asScala(
                new RowsOfRecords<>(FileLines.of(file, options.lineSeparatorInRead(), hadoop), parser::parse));
    }

    /** A file that is one JSON document: an object, an array of objects, or several of them one after the other. */
    private List<InternalRow> wholeFile(Configuration hadoop, PartitionedFile file, JsonRecordParser parser) {
        List<InternalRow> rows = new ArrayList<>();
        JsonFactory factory = options.buildJsonFactory();
        ObjectMapper mapper = RescuedJson.mapper(factory);
        try (InputStream content = CodecStreams.createInputStreamWithCloseResource(hadoop, file.toPath())) {
            byte[] bytes = content.readAllBytes();
            try (JsonParser document = options.encoding().isDefined()
                    ? factory.createParser(new String(bytes, options.encoding().get()))
                    : factory.createParser(bytes)) {
                while (document.nextToken() != null) {
                    if (document.currentToken() != JsonToken.START_ARRAY) {
                        parser.parseElement(mapper.readTree(document), rows::add);
                        continue;
                    }
                    while (document.nextToken() != JsonToken.END_ARRAY) {
                        parser.parseElement(mapper.readTree(document), rows::add);
                    }
                }
            } catch (JsonProcessingException malformed) {
                rows.clear();
                parser.malformed(new String(bytes, StandardCharsets.UTF_8), malformed, rows::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }
}
