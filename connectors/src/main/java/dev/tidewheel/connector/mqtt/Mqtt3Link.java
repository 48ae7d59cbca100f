package dev.tidewheel.connector.mqtt;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt3.Mqtt3ClientBuilder;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import com.hivemq.client.mqtt.mqtt3.message.subscribe.Mqtt3Subscribe;
import com.hivemq.client.mqtt.mqtt3.message.subscribe.Mqtt3Subscription;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** MQTT 3.1.1. */
final class Mqtt3Link implements Link {

    private final MqttOptions options;
    private final Mqtt3AsyncClient client;

    Mqtt3Link(MqttOptions options, String clientId) {
        this.options = options;
        Mqtt3ClientBuilder builder = Mqtt3Client.builder()
                .identifier(clientId)
                .serverHost(options.url().getHost())
                .serverPort(options.port());
        if (options.secured()) {
            builder = builder.sslWithDefaultConfig();
        }
        if (options.user() != null) {
            builder = builder.simpleAuth()
                    .username(options.user())
                    .password(options.secrets()
                            .apply(Objects.requireNonNullElse(options.password(), ""))
                            .getBytes(StandardCharsets.UTF_8))
                    .applySimpleAuth();
        }
        this.client = builder.buildAsync();
    }

    @Override
    public void open(Consumer<Incoming> messages) throws InterruptedException {
        client.publishes(
                MqttGlobalPublishFilter.ALL,
                publish -> messages.accept(new Incoming(message(publish), publish::acknowledge)),
                true);
        MqttProblems.answer(options, client.connectWith().cleanSession(false).send());
        List<Mqtt3Subscription> subscriptions = options.topics().stream()
                .map(topic -> Mqtt3Subscription.builder()
                        .topicFilter(topic)
                        .qos(Objects.requireNonNull(MqttQos.fromCode(options.qos())))
                        .build())
                .toList();
        MqttProblems.answer(
                options,
                client.subscribe(
                        Mqtt3Subscribe.builder().addSubscriptions(subscriptions).build()));
    }

    private static Message message(Mqtt3Publish publish) {
        return new Message(
                publish.getTopic().toString(),
                publish.getPayloadAsBytes(),
                publish.getQos().getCode(),
                publish.isRetain(),
                Map.of(),
                System.currentTimeMillis());
    }

    @Override
    public boolean isOpen() {
        return client.getState().isConnected();
    }

    @Override
    public void close() {
        if (isOpen()) {
            // whether the broker hears of it makes no difference
            client.disconnect().exceptionally(lost -> null).join();
        }
    }
}
