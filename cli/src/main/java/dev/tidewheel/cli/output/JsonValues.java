package dev.tidewheel.cli.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.VariantVal;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Values of Spark as JSON: decimals exact, times in ISO form (with Z if they are points in time), binary as Base64, NaN
 * and infinities as text since JSON has no number for them.
 */
final class JsonValues {
    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonValues() {}

    static boolean isNested(Object value) {
        return value instanceof Row
                || value instanceof scala.collection.Map<?, ?>
                || value instanceof scala.collection.Seq<?>
                || value instanceof VariantVal;
    }

    static String text(@Nullable Object value, DataType type) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.configure(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN, true);
            write(json, value, type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, @Nullable Object value, DataType type) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Row row && type instanceof StructType schema) {
            writeRow(json, row, schema);
        } else if (value instanceof scala.collection.Map<?, ?> map && type instanceof MapType mapType) {
            writeMap(json, CollectionConverters.asJava(map), mapType);
        } else if (value instanceof scala.collection.Seq<?> sequence && type instanceof ArrayType arrayType) {
            json.writeStartArray();
            for (Object element : CollectionConverters.asJava(sequence)) {
                write(json, element, arrayType.elementType());
            }
            json.writeEndArray();
        } else if (value instanceof VariantVal variant) {
            json.writeRawValue(variant.toJson(ZoneOffset.UTC));
        } else if (value instanceof byte[] bytes) {
            json.writeBinary(bytes);
        } else if (value instanceof Boolean bool) {
            json.writeBoolean(bool);
        } else if (value instanceof Number number) {
            writeNumber(json, number);
        } else {
            json.writeString(timeOrText(value));
        }
    }

    private static void writeRow(JsonGenerator json, Row row, StructType schema) throws IOException {
        json.writeStartObject();
        for (int i = 0; i < schema.length(); i++) {
            json.writeFieldName(schema.fields()[i].name());
            write(json, row.get(i), schema.fields()[i].dataType());
        }
        json.writeEndObject();
    }

    private static void writeMap(JsonGenerator json, Map<?, ?> map, MapType type) throws IOException {
        json.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            json.writeFieldName(ValueText.of(entry.getKey()));
            write(json, entry.getValue(), type.valueType());
        }
        json.writeEndObject();
    }

    private static void writeNumber(JsonGenerator json, Number number) throws IOException {
        if (number instanceof BigDecimal decimal) {
            json.writeNumber(decimal);
        } else if (number instanceof Double || number instanceof Float) {
            if (Double.isFinite(number.doubleValue())) {
                json.writeNumber(number.toString());
            } else {
                json.writeString(number.toString());
            }
        } else {
            json.writeNumber(number.longValue());
        }
    }

    private static String timeOrText(Object value) {
        if (value instanceof Timestamp timestamp) {
            return timestamp.toInstant().toString();
        }
        if (value instanceof Instant instant) {
            return instant.toString();
        }
        if (value instanceof LocalDateTime dateTime) {
            return dateTime.toString();
        }
        return ValueText.of(value);
    }
}
