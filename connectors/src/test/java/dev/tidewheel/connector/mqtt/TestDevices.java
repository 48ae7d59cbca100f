package dev.tidewheel.connector.mqtt;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntFunction;

/** Devices and others that come to a broker, by a client that is not ours. Stateless. */
final class TestDevices {

    private TestDevices() {}

    private static Mqtt5AsyncClient client(TestBroker broker, String id) {
        Mqtt5AsyncClient client = Mqtt5Client.builder()
                .identifier(id)
                .serverHost("127.0.0.1")
                .serverPort(broker.port())
                .simpleAuth()
                .username(TestBroker.USER)
                .password(TestBroker.PASSWORD.getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .buildAsync();
        client.connect().join();
        return client;
    }

    /** Publishes numbers over some connections with client ids of their own; returns when the broker has all. */
    static void publish(TestBroker broker, int messages, int connections, MqttQos qos, IntFunction<String> topic) {
        publish(
                broker,
                messages,
                connections,
                i -> Mqtt5Publish.builder()
                        .topic(topic.apply(i))
                        .qos(Objects.requireNonNull(qos))
                        .payload(Integer.toString(i).getBytes(StandardCharsets.UTF_8))
                        .userProperties()
                        .add("n", Integer.toString(i))
                        .applyUserProperties()
                        .build());
    }

    /** Publishes messages; returns when the broker has all. */
    static void publish(TestBroker broker, int messages, int connections, IntFunction<Mqtt5Publish> message) {
        List<Mqtt5AsyncClient> clients = new ArrayList<>();
        List<CompletableFuture<Mqtt5PublishResult>> sent = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            clients.add(client(broker, "device-" + i));
        }
        for (int i = 0; i < messages; i++) {
            sent.add(clients.get(i % connections).publish(message.apply(i)));
        }
        sent.forEach(CompletableFuture::join);
        clients.forEach(client -> client.disconnect().join());
    }

    /** Somebody who listens until closed, also when the broker was away. */
    static final class Listener implements AutoCloseable {

        private final Queue<Mqtt5Publish> heard = new ConcurrentLinkedQueue<>();
        private final Mqtt5AsyncClient client;

        Listener(TestBroker broker, String topics) {
            client = client(broker, "listener");
            client.publishes(MqttGlobalPublishFilter.ALL, heard::add);
            client.subscribeWith()
                    .topicFilter(topics)
                    .qos(MqttQos.EXACTLY_ONCE)
                    .send()
                    .join();
        }

        /** Topic, payload, QoS and whether the broker had kept it, of each message; sorted. */
        List<String> heard() {
            return heard.stream()
                    .map(message -> message.getTopic() + "|"
                            + new String(message.getPayloadAsBytes(), StandardCharsets.UTF_8) + "|"
                            + message.getQos().getCode() + "|" + message.isRetain() + "|"
                            + message.getUserProperties().asList().stream()
                                    .map(property -> property.getName() + "=" + property.getValue())
                                    .toList())
                    .sorted()
                    .toList();
        }

        @Override
        public void close() {
            client.disconnect().exceptionally(gone -> null).join();
        }
    }
}
