package dev.tidewheel.engine.lake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidewheel.engine.file.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.connector.catalog.CatalogV2Util;
import org.apache.spark.sql.connector.catalog.View;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** A view as a small JSON file. */
final class ViewFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ViewFile() {}

    static View read(FileSystem fileSystem, Path file) throws IOException {
        JsonNode node;
        try (InputStream in = fileSystem.open(file)) {
            node = JSON.readTree(in);
        }
        StructType schema = (StructType) DataType.fromJson(node.path("schema").toString());
        View.Builder builder = new View.Builder()
                .withColumns(CatalogV2Util.structTypeToV2Columns(schema, true))
                .withProperties(texts(node.path("properties")))
                .withQueryText(node.path("query").textValue())
                .withCurrentNamespace(list(node.path("namespace")))
                .withSqlConfigs(texts(node.path("settings")))
                .withQueryColumnNames(list(node.path("queryColumns")));
        if (node.hasNonNull("catalog")) {
            builder.withCurrentCatalog(node.path("catalog").textValue());
        }
        if (node.hasNonNull("schemaMode")) {
            builder.withSchemaMode(node.path("schemaMode").textValue());
        }
        return builder.build();
    }

    /** Writes a file that must not be there. */
    static void create(Configuration configuration, Path file, View view) throws IOException {
        WholeFile.create(configuration, file, content(view));
    }

    /** Writes the file, whether or not it is there. */
    static void replace(Configuration configuration, Path file, View view) throws IOException {
        WholeFile.replace(configuration, file, content(view));
    }

    private static byte[] content(View view) throws IOException {
        ObjectNode node = JSON.createObjectNode();
        node.put("query", view.queryText());
        node.put("catalog", view.currentCatalog());
        put(node.putArray("namespace"), view.currentNamespace());
        put(node.putArray("queryColumns"), view.queryColumnNames());
        node.put("schemaMode", view.schemaMode());
        node.set("schema", JSON.readTree(view.schema().json()));
        view.properties().forEach(node.putObject("properties")::put);
        view.sqlConfigs().forEach(node.putObject("settings")::put);
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(node);
    }

    private static void put(ArrayNode array, String[] values) {
        for (String value : values) {
            array.add(value);
        }
    }

    private static String[] list(JsonNode array) {
        List<String> values = new ArrayList<>();
        array.forEach(value -> values.add(value.textValue()));
        return values.toArray(String[]::new);
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> values = new HashMap<>();
        object.fields()
                .forEachRemaining(
                        entry -> values.put(entry.getKey(), entry.getValue().textValue()));
        return values;
    }
}
