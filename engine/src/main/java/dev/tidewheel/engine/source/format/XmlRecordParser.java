package dev.tidewheel.engine.source.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.xml.validation.Schema;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.BadRecordException;
import org.apache.spark.sql.catalyst.xml.StaxXmlParser;
import org.apache.spark.sql.catalyst.xml.ValidatorUtil;
import org.apache.spark.sql.catalyst.xml.XmlOptions;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.internal.SQLConf$;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/** Turns XML records into rows with Spark's own parser, and collects what would be lost. Not thread-safe. */
final class XmlRecordParser {
    private final XmlOptions options;
    private final RecordColumns columns;
    private final boolean rescues;
    private final boolean caseSensitive;
    private final @Nullable NewColumns newColumns;
    private final String path;
    private final String file;
    private final DataType[] types;
    private final StaxXmlParser parser;
    private final Option<Schema> validation;
    private final MalformedRecords malformed;
    private final XmlLoss loss;
    private final SQLConf settings;
    private final ObjectMapper mapper = RescuedJson.mapper(new JsonFactory());
    private final Map<String, StaxXmlParser> columnParsers = new LinkedHashMap<>();

    XmlRecordParser(
            XmlOptions options,
            RecordColumns columns,
            boolean rescues,
            boolean caseSensitive,
            @Nullable NewColumns newColumns,
            @Nullable BadRecords badRecords,
            Path file) {
        this.options = options;
        this.columns = columns;
        this.rescues = rescues;
        this.caseSensitive = caseSensitive;
        this.newColumns = newColumns;
        this.path = file.toUri().toString();
        this.file = file.toString();
        this.types = columns.parsedTypes();
        this.settings = settings(caseSensitive);
        this.parser = parser(columns.parsed());
        this.validation =
                Option.apply(options.rowValidationXSDPath()).map(location -> ValidatorUtil.getSchema(location));
        this.malformed = new MalformedRecords(options.parseMode(), columns, this.file, badRecords);
        this.loss = new XmlLoss(options, caseSensitive);
    }

    /** Spark asks the settings of the thread whether names may differ in case, and those of a task cannot be changed. */
    private static SQLConf settings(boolean caseSensitive) {
        SQLConf own = new SQLConf();
        CollectionConverters.asJava(SQLConf.get().getAllConfs()).forEach((key, value) -> {
            if (key.startsWith("spark.sql.") && !key.startsWith("spark.sql.catalog")) {
                own.settings().put(key, value);
            }
        });
        own.settings().put("spark.sql.caseSensitive", String.valueOf(caseSensitive));
        return own;
    }

    private StaxXmlParser parser(StructType schema) {
        return SQLConf$.MODULE$.withExistingConf(settings, () -> new StaxXmlParser(schema, options));
    }

    void parse(String record, Consumer<InternalRow> rows) {
        Element root;
        try {
            root = XmlTree.parse(record);
        } catch (SAXException e) {
            malformed(record, e, rows);
            return;
        }
        reportNewColumns(root, record);
        ObjectNode lost = loss.lost(root, columns.parsed()) instanceof ObjectNode found ? found : null;
        InternalRow row;
        try {
            row = parsed(parser, record, validation);
        } catch (BadRecordException bad) {
            InternalRow[] partial = (InternalRow[]) bad.partialResults().apply();
            if (partial.length == 0 || !rescues) {
                malformed(record, bad.getCause(), rows);
                return;
            }
            lost = lost == null ? mapper.createObjectNode() : lost;
            row = byColumn(root, lost);
        }
        rows.accept(columns.row(row, types, rescued(lost), null));
    }

    /** For a record that is no XML at all. */
    void malformed(String record, @Nullable Throwable cause, Consumer<InternalRow> rows) {
        @Nullable
        UTF8String rescued = rescues ? rescued(mapper.createObjectNode().put("_corrupt_record", record)) : null;
        malformed.handle(null, types, UTF8String.fromString(record), rescued, cause, rows);
    }

    private void reportNewColumns(Element root, String record) {
        if (newColumns == null) {
            return;
        }
        List<FieldPath> found = new ArrayList<>();
        loss.fields(root).forEach((name, values) -> {
            if (newColumns.isNew(name)
                    && values.stream().anyMatch(value -> !value.asText(" ").isEmpty())) {
                found.add(FieldPath.ofColumn(name));
            }
        });
        boolean takesAll =
                loss.field(columns.parsed(), options.wildcardColName()).isPresent();
        if (!found.isEmpty() && !takesAll) {
            throw newColumns.found(found, file, record);
        }
    }

    /** Spark gives up a record after its first wrong value; one column at a time, all others are found. */
    private InternalRow byColumn(Element root, ObjectNode lost) {
        @Nullable Object[] values = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            StructField field = columns.parsed().fields()[i];
            Element alone = (Element) root.cloneNode(true);
            keep(alone, field.name());
            StaxXmlParser own =
                    columnParsers.computeIfAbsent(field.name(), name -> parser(new StructType().add(field)));
            try {
                values[i] = parsed(own, XmlTree.write(alone), Option.empty()).get(0, field.dataType());
            } catch (BadRecordException bad) {
                loss.fields(alone).forEach((name, all) -> lost.set(name, XmlLoss.one(all)));
            }
        }
        return new GenericInternalRow(values);
    }

    private void keep(Element record, String column) {
        for (Element child : XmlTree.children(record)) {
            if (!isNamed(loss.name(child.getTagName()), column)) {
                record.removeChild(child);
            }
        }
        for (int i = record.getAttributes().getLength() - 1; i >= 0; i--) {
            String name = record.getAttributes().item(i).getNodeName();
            if (!isNamed(options.attributePrefix() + loss.name(name), column)) {
                record.removeAttribute(name);
            }
        }
    }

    private boolean isNamed(String name, String column) {
        return caseSensitive ? name.equals(column) : name.equalsIgnoreCase(column);
    }

    private InternalRow parsed(StaxXmlParser by, String record, Option<Schema> schema) throws BadRecordException {
        try {
            return by.doParseColumn(record, options.parseMode(), schema).get();
        } catch (Exception e) {
            // Scala does not declare it, so that it cannot be caught by its type
            if (e instanceof BadRecordException bad) {
                throw bad;
            }
            throw e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
        } catch (AssertionError e) {
            // Spark's way to say that an end tag does not fit
            InternalRow[] none = {};
            throw new BadRecordException(() -> UTF8String.fromString(record), () -> none, e);
        }
    }

    private @Nullable UTF8String rescued(@Nullable JsonNode lost) {
        if (!(lost instanceof ObjectNode object) || object.isEmpty() || !columns.asksForRescuedData()) {
            return null;
        }
        return UTF8String.fromBytes(RescuedJson.bytes(mapper, object.put("_file_path", path)));
    }
}
