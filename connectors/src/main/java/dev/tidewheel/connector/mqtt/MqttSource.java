package dev.tidewheel.connector.mqtt;

import dev.tidewheel.engine.source.StreamSource;
import dev.tidewheel.engine.source.connector.ConnectedSource;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Topics of a broker. Immutable. */
record MqttSource(SparkSession session, MqttOptions options) implements ConnectedSource {

    @Override
    public String label() {
        return "mqtt:" + String.join(",", options.topics());
    }

    @Override
    public String key() {
        return "mqtt:" + options.broker() + " " + String.join(",", options.topics());
    }

    @Override
    public StructType schema() {
        return Message.SCHEMA;
    }

    @Override
    public StreamSource stream(String folder) {
        return new MqttStream(session, options, folder);
    }

    @Override
    public LogicalPlan batch() {
        throw new IllegalStateException("options for batches are refused");
    }
}
