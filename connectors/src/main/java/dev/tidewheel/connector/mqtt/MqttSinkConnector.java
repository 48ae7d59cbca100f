package dev.tidewheel.connector.mqtt;

import dev.tidewheel.connector.mqtt.client.Broker;
import dev.tidewheel.connector.mqtt.client.TopicName;
import dev.tidewheel.engine.sink.SinkConnector;
import dev.tidewheel.engine.source.connector.ConnectorOptions;
import dev.tidewheel.model.definition.SinkTarget;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Topics of MQTT brokers as sinks. Stateless. */
public final class MqttSinkConnector implements SinkConnector {

    private static final String TOPIC = "topic";

    @Override
    public Set<String> formats() {
        return Set.of("mqtt");
    }

    @Override
    public Set<String> paths() {
        return Set.of("tls.caFile", "tls.certFile", "tls.keyFile");
    }

    @Override
    public List<Problem> check(SinkTarget.DataSource sink) {
        try {
            read(sink);
            return List.of();
        } catch (PipelineException e) {
            return e.problems().stream()
                    .map(problem -> problem.as(ErrorCode.SINK_INVALID))
                    .toList();
        }
    }

    @Override
    public List<Problem> check(SinkTarget.DataSource sink, StructType rows) {
        MqttSink read = read(sink);
        return MessageColumns.check(rows, read.defaults(), read.broker().version5());
    }

    @Override
    public SinkTarget open(SinkTarget.DataSource sink, String flow) {
        return read(sink);
    }

    private static MqttSink read(SinkTarget.DataSource sink) {
        ConnectorOptions options = new ConnectorOptions(sink.options(), name -> null);
        List<String> known = new ArrayList<>(Broker.OPTIONS);
        known.addAll(List.of(TOPIC, "qos", "retain", "clientId"));
        options.refuseUnknown(known, name -> false);
        Broker broker = Broker.read(options, UnaryOperator.identity());
        @Nullable String topic = options.text(TOPIC).orElse(null);
        if (topic != null && !TopicName.isName(topic)) {
            throw new PipelineException(options.problem(
                    TOPIC,
                    "`" + topic + "` is no name of a topic",
                    "Messages go to one topic, without + and #; rows can name theirs in a column `topic`"));
        }
        MessageDefaults defaults = new MessageDefaults(topic, MqttOptions.qos(options), options.flag("retain", false));
        return new MqttSink(broker, options.text("clientId").orElse(null), defaults);
    }
}
