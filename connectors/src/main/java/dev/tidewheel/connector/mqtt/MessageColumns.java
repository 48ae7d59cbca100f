package dev.tidewheel.connector.mqtt;

import dev.tidewheel.connector.mqtt.client.Outgoing;
import dev.tidewheel.connector.mqtt.client.TopicName;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.Suggestions;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Which columns of rows say what about a message. Immutable.
 *
 * @param topic column, or -1 if there is none; the others likewise
 */
record MessageColumns(int payload, int topic, int qos, int retain, int properties, MessageDefaults defaults)
        implements Serializable {

    private static final DataType TEXTS = DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType);
    private static final Map<String, List<DataType>> KNOWN = new LinkedHashMap<>();

    static {
        KNOWN.put("payload", List.of(DataTypes.BinaryType, DataTypes.StringType));
        KNOWN.put("topic", List.of(DataTypes.StringType));
        KNOWN.put("qos", List.of(DataTypes.IntegerType));
        KNOWN.put("retain", List.of(DataTypes.BooleanType));
        KNOWN.put("retained", List.of(DataTypes.BooleanType));
        KNOWN.put("properties", List.of(TEXTS));
    }

    static MessageColumns of(StructType rows, MessageDefaults defaults) {
        int retain = index(rows, "retain");
        return new MessageColumns(
                index(rows, "payload"),
                index(rows, "topic"),
                index(rows, "qos"),
                retain >= 0 ? retain : index(rows, "retained"),
                index(rows, "properties"),
                defaults);
    }

    /** What is wrong with the columns of rows that are to be published. */
    static List<Problem> check(StructType rows, MessageDefaults defaults, boolean version5) {
        List<Problem> problems = new ArrayList<>();
        for (StructField field : rows.fields()) {
            List<DataType> types = KNOWN.get(field.name().toLowerCase(Locale.ROOT));
            if (types == null) {
                problems.add(invalid("an MQTT sink has no use for the column `" + field.name() + "`")
                        .remedy(Suggestions.first(field.name(), List.copyOf(KNOWN.keySet()))
                                .map(near -> "did you mean `" + near + "`?")
                                .orElse("put it into the payload, as in to_json(struct(*)) AS payload")));
            } else if (types.stream().noneMatch(type -> type.sameType(field.dataType()))) {
                problems.add(invalid("the column `" + field.name() + "` of messages cannot be "
                                + field.dataType().sql())
                        .remedy("make it "
                                + String.join(
                                        " or ",
                                        types.stream().map(DataType::sql).toList())));
            }
        }
        if (index(rows, "payload") < 0) {
            problems.add(invalid("the rows for an MQTT sink have no column `payload`")
                    .remedy("select one, as in to_json(struct(*)) AS payload"));
        }
        if (index(rows, "topic") < 0 && defaults.topic() == null) {
            problems.add(invalid("it is not said to which topic messages go")
                    .remedy("give the sink an option topic, or the rows a column `topic`"));
        }
        if (index(rows, "properties") >= 0 && !version5) {
            problems.add(invalid("MQTT 3.1.1 has no properties of messages")
                    .remedy("leave the column `properties` out, or set version to 5"));
        }
        return problems;
    }

    private static Problem invalid(String what) {
        return Problem.of(ErrorCode.SINK_INVALID, what);
    }

    private static int index(StructType rows, String name) {
        String[] names = rows.fieldNames();
        return Arrays.stream(names)
                .filter(name::equalsIgnoreCase)
                .findFirst()
                .map(found -> Arrays.asList(names).indexOf(found))
                .orElse(-1);
    }

    /** The message that a row stands for; a payload that is null is empty. */
    Outgoing message(Row row) {
        String to = topic < 0 || row.isNullAt(topic) ? defaults.topic() : row.getString(topic);
        if (to == null || !TopicName.isName(to)) {
            throw new PipelineException(
                    invalid(to == null ? "a row has no topic" : "`" + to + "` is no name of a topic")
                            .because("messages go to one topic, which has a name without + and #")
                            .remedy("correct the column `topic`, or filter such rows out"));
        }
        int level = qos < 0 || row.isNullAt(qos) ? defaults.qos() : row.getInt(qos);
        if (level < 0 || level > 2) {
            throw new PipelineException(
                    invalid("a row has the qos " + level).remedy("correct the column `qos`: 0, 1 or 2"));
        }
        return new Outgoing(
                to,
                bytes(row.isNullAt(payload) ? null : row.get(payload)),
                level,
                retain < 0 || row.isNullAt(retain) ? defaults.retain() : row.getBoolean(retain),
                properties < 0 || row.isNullAt(properties) ? Map.of() : texts(row.getJavaMap(properties)));
    }

    private static Map<String, String> texts(Map<String, @Nullable String> given) {
        Map<String, String> texts = new LinkedHashMap<>();
        given.forEach((name, value) -> {
            if (value != null) {
                texts.put(name, value);
            }
        });
        return texts;
    }

    private static byte[] bytes(@Nullable Object payload) {
        if (payload == null) {
            return new byte[0];
        }
        return payload instanceof byte[] bytes ? bytes : payload.toString().getBytes(StandardCharsets.UTF_8);
    }
}
