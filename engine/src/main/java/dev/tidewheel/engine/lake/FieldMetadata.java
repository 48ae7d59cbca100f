package dev.tidewheel.engine.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.Iterator;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** What Delta notes beside a column, such as its generation expression. */
final class FieldMetadata {
    private static final ObjectMapper JSON = new ObjectMapper();

    private FieldMetadata() {}

    /** The schema without notes that are for writers of this very table; they must not travel into other tables. */
    static StructType forReaders(StructType schema) {
        return new StructType(Arrays.stream(schema.fields())
                .map(field -> new StructField(
                        field.name(), field.dataType(), field.nullable(), withoutWriterNotes(field.metadata())))
                .toArray(StructField[]::new));
    }

    private static Metadata withoutWriterNotes(Metadata metadata) {
        String json = metadata.json();
        if (!json.contains("\"delta.") && !json.contains("_DEFAULT\"")) {
            return metadata;
        }
        MetadataBuilder kept = new MetadataBuilder().withMetadata(metadata);
        try {
            Iterator<String> keys = JSON.readTree(json).fieldNames();
            while (keys.hasNext()) {
                String key = keys.next();
                if (key.startsWith("delta.") || key.equals("CURRENT_DEFAULT") || key.equals("EXISTS_DEFAULT")) {
                    kept.remove(key);
                }
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Spark's metadata is not JSON: " + json, e);
        }
        return kept.build();
    }
}
