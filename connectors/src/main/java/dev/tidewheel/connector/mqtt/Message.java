package dev.tidewheel.connector.mqtt;

import dev.tidewheel.connector.mqtt.client.Incoming;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A message as it was received. The payload is not copied.
 *
 * @param properties user properties of MQTT 5; empty for older brokers
 * @param receivedMillis when it came
 */
record Message(
        String topic, byte[] payload, int qos, boolean retained, Map<String, String> properties, long receivedMillis) {

    static final StructType SCHEMA = new StructType()
            .add("topic", DataTypes.StringType, false)
            .add("payload", DataTypes.BinaryType, false)
            .add("qos", DataTypes.IntegerType, false)
            .add("retained", DataTypes.BooleanType, false)
            .add("properties", DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType, false), false)
            .add("received_at", DataTypes.TimestampType, false);

    /** As it has just come. */
    static Message of(Incoming received) {
        return new Message(
                received.topic(),
                received.payload(),
                received.qos(),
                received.retained(),
                received.properties(),
                System.currentTimeMillis());
    }

    /** As Spark has it inside. */
    InternalRow row() {
        Map<UTF8String, UTF8String> texts = new LinkedHashMap<>();
        properties.forEach((name, value) -> texts.put(UTF8String.fromString(name), UTF8String.fromString(value)));
        return new GenericInternalRow(new Object[] {
            UTF8String.fromString(topic),
            payload,
            qos,
            retained,
            new ArrayBasedMapData(
                    new GenericArrayData(texts.keySet().toArray()),
                    new GenericArrayData(texts.values().toArray())),
            receivedMillis * 1000
        });
    }

    void write(DataOutputStream out) throws IOException {
        text(out, topic);
        out.writeInt(payload.length);
        out.write(payload);
        out.writeByte(qos);
        out.writeBoolean(retained);
        out.writeInt(properties.size());
        for (Map.Entry<String, String> property : properties.entrySet()) {
            text(out, property.getKey());
            text(out, property.getValue());
        }
        out.writeLong(receivedMillis);
    }

    static Message read(DataInputStream in) throws IOException {
        String topic = text(in);
        byte[] payload = in.readNBytes(in.readInt());
        int qos = in.readByte();
        boolean retained = in.readBoolean();
        Map<String, String> properties = new LinkedHashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            properties.put(text(in), text(in));
        }
        return new Message(topic, payload, qos, retained, properties, in.readLong());
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }
}
