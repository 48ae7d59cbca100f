package dev.tidewheel.engine.source.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.json.JSONOptions;
import org.apache.spark.sql.catalyst.json.JacksonParser;
import org.apache.spark.sql.catalyst.util.BadRecordException;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import scala.collection.immutable.Seq$;

/** Asks Spark's parser whether a value fits a type, so that our answer is the one that the row shows. Not thread-safe. */
final class JsonValueCheck {
    enum Verdict {
        FITS,
        /** Something deeper inside does not fit; the rest is in the row. */
        FITS_IN_PART,
        DOES_NOT_FIT
    }

    private static final String FIELD = "v";

    private final JacksonParser parser;

    JsonValueCheck(DataType type, JSONOptions options) {
        this.parser = new JacksonParser(new StructType().add(FIELD, type), options, false, Seq$.MODULE$.empty());
    }

    Verdict verdict(JsonNode value) {
        String record = JsonNodeFactory.instance.objectNode().set(FIELD, value).toString();
        try {
            parser.parse(record, JsonValueCheck::open, UTF8String::fromString);
            return Verdict.FITS;
        } catch (Exception e) {
            // Scala does not declare it, so that it cannot be caught by its type
            if (!(e instanceof BadRecordException bad)) {
                throw new IllegalStateException("a single value cannot be checked", e);
            }
            InternalRow[] partial = (InternalRow[]) bad.partialResults().apply();
            return partial.length == 0 || partial[0].isNullAt(0) ? Verdict.DOES_NOT_FIT : Verdict.FITS_IN_PART;
        }
    }

    private static JsonParser open(JsonFactory factory, String record) {
        try {
            return factory.createParser(record);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
