package dev.tidewheel.connector.mqtt;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscribe;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscription;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** MQTT 5. */
final class Mqtt5Link implements Link {

    private final MqttOptions options;
    private final Mqtt5AsyncClient client;

    Mqtt5Link(MqttOptions options, String clientId) {
        this.options = options;
        Mqtt5ClientBuilder builder = Mqtt5Client.builder()
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
        MqttProblems.answer(
                options,
                client.connectWith()
                        .cleanStart(false)
                        .sessionExpiryInterval(options.sessionExpiry().toSeconds())
                        .restrictions()
                        .receiveMaximum(options.inFlight())
                        .applyRestrictions()
                        .send());
        List<Mqtt5Subscription> subscriptions = options.topics().stream()
                .map(topic -> Mqtt5Subscription.builder()
                        .topicFilter(topic)
                        .qos(Objects.requireNonNull(MqttQos.fromCode(options.qos())))
                        .build())
                .toList();
        MqttProblems.answer(
                options,
                client.subscribe(
                        Mqtt5Subscribe.builder().addSubscriptions(subscriptions).build()));
    }

    private static Message message(Mqtt5Publish publish) {
        Map<String, String> properties = new LinkedHashMap<>();
        publish.getUserProperties()
                .asList()
                .forEach(property -> properties.put(
                        property.getName().toString(), property.getValue().toString()));
        return new Message(
                publish.getTopic().toString(),
                publish.getPayloadAsBytes(),
                publish.getQos().getCode(),
                publish.isRetain(),
                properties,
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
