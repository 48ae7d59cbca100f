package dev.tidewheel.engine.source.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tidewheel.engine.source.listing.ListedFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.util.LineReader;
import org.apache.spark.sql.catalyst.json.CreateJacksonParser;
import org.apache.spark.sql.catalyst.json.JSONOptions;
import org.apache.spark.sql.catalyst.json.JsonInferSchema;
import org.apache.spark.sql.catalyst.util.DropMalformedMode$;
import org.apache.spark.sql.catalyst.util.FailFastMode$;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Function2;
import scala.Option;

/**
 * Finds the columns of JSON files with Spark's rules, in this thread: for a sample of a few megabytes that is far
 * cheaper than a job. Not thread-safe.
 */
final class JsonInference {
    private final JSONOptions options;
    private final JsonInferSchema inference;
    private final JsonFactory factory;
    private final Function2<DataType, DataType, DataType> merger;
    private DataType merged = new StructType();

    JsonInference(JSONOptions options) {
        this.options = options;
        this.inference = new JsonInferSchema(options);
        this.factory = options.buildJsonFactory();
        this.merger = JsonInferSchema.compatibleRootType(options.columnNameOfCorruptRecord(), options.parseMode());
    }

    /** Adds a record that is not in the sample; an empty text is none. */
    JsonInference with(String record) {
        if (!record.isEmpty()) {
            try (JsonParser parser = CreateJacksonParser.string(factory, record)) {
                parser.nextToken();
                merge(inference.inferField(parser));
            } catch (IOException e) {
                throw new UncheckedIOException("a record that was read cannot be read again", e);
            }
        }
        return this;
    }

    StructType infer(Sample sample, Map<String, String> readerOptions) {
        sample.forEach(readerOptions, (content, file) -> {
            if (options.multiLine()) {
                record(document(content), file);
            } else {
                lines(content, sample.bytesPerFile(), file);
            }
        });
        Option<DataType> canonical = inference.canonicalizeType(merged, options);
        return canonical.isDefined() && canonical.get() instanceof StructType struct ? struct : new StructType();
    }

    private void lines(InputStream content, long most, ListedFile file) throws IOException {
        LineReader lines = new LineReader(
                content,
                options.lineSeparatorInRead().isDefined()
                        ? options.lineSeparatorInRead().get()
                        : null);
        Text line = new Text();
        long read = 0;
        int length = lines.readLine(line);
        while (length > 0) {
            if (line.getLength() > 0) {
                record(parser(line), file);
            }
            read += length;
            length = read < most ? lines.readLine(line) : 0;
        }
    }

    private void record(JsonParser parser, ListedFile file) throws IOException {
        try (parser) {
            parser.nextToken();
            merge(inference.inferField(parser));
        } catch (JsonProcessingException | RuntimeException e) {
            if (options.parseMode() == FailFastMode$.MODULE$) {
                throw Sample.unreadable(file.path(), e);
            }
            if (options.parseMode() != DropMalformedMode$.MODULE$) {
                merge(new StructType().add(options.columnNameOfCorruptRecord(), DataTypes.StringType));
            }
        }
    }

    private void merge(DataType type) {
        // nearly all records of a file are alike
        if (!type.equals(merged)) {
            merged = merger.apply(merged, type);
        }
    }

    private JsonParser parser(Text line) {
        return options.encoding().isDefined()
                ? CreateJacksonParser.text(options.encoding().get(), factory, line)
                : CreateJacksonParser.text(factory, line);
    }

    private JsonParser document(InputStream content) {
        return options.encoding().isDefined()
                ? CreateJacksonParser.inputStream(options.encoding().get(), factory, content)
                : CreateJacksonParser.inputStream(factory, content);
    }
}
