package dev.tidewheel.connector.mqtt;

import dev.tidewheel.connector.mqtt.client.Broker;
import dev.tidewheel.connector.mqtt.client.Connection;
import dev.tidewheel.connector.mqtt.client.MqttProblems;
import dev.tidewheel.connector.mqtt.client.Publisher;
import dev.tidewheel.connector.mqtt.client.Session;
import dev.tidewheel.engine.sink.BatchHandler;
import dev.tidewheel.model.error.PipelineException;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import java.util.UUID;
import org.apache.spark.api.java.function.ForeachPartitionFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Publishes batches, each partition over a connection of its own. A batch is given once the broker has taken all its
 * messages; one that was cut short is published again. Immutable.
 *
 * @param clientId null for made-up ones; with one that is given there is one connection
 */
record MqttSink(Broker broker, @Nullable String clientId, MessageDefaults defaults) implements BatchHandler {

    @Override
    public String format() {
        return "mqtt";
    }

    @Override
    public Map<String, String> options() {
        return Map.of("url", broker.url().toString());
    }

    @Override
    public void handle(Dataset<Row> batch, long number) {
        MessageColumns columns = MessageColumns.of(batch.schema(), defaults);
        Dataset<Row> rows = clientId == null ? batch : batch.coalesce(1);
        try {
            rows.foreachPartition(new PartitionPublisher(broker, clientId, columns));
        } catch (Exception e) {
            // Scala does not declare what it throws
            throw PublishFailure.in(e);
        }
    }

    private record PartitionPublisher(
            Broker broker, @Nullable String clientId, MessageColumns columns) implements ForeachPartitionFunction<Row> {

        @Override
        public void call(Iterator<Row> rows) throws PublishFailure {
            if (!rows.hasNext()) {
                return;
            }
            Session session = Session.none(clientId == null ? "tidewheel-" + UUID.randomUUID() : clientId);
            try (Connection connection = Connection.open(broker, session)) {
                Publisher publisher = new Publisher(connection);
                while (rows.hasNext()) {
                    publisher.publish(columns.message(rows.next()));
                }
                publisher.finish();
            } catch (IOException e) {
                throw new PublishFailure(MqttProblems.gone(broker, e));
            } catch (PipelineException e) {
                throw new PublishFailure(e);
            }
        }
    }

    /** What may be shown. */
    @Override
    public String toString() {
        return "mqtt:" + broker;
    }
}
