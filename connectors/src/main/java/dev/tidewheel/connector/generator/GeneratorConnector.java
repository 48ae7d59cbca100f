package dev.tidewheel.connector.generator;

import dev.tidewheel.engine.source.connector.ConnectedSource;
import dev.tidewheel.engine.source.connector.Connector;
import dev.tidewheel.engine.source.connector.ConnectorRequest;
import java.util.Optional;
import java.util.Set;

/** {@code read_generator('iot')} and the format {@code generator}. */
public final class GeneratorConnector implements Connector {

    @Override
    public Set<String> formats() {
        return Set.of("generator");
    }

    @Override
    public Set<String> functions() {
        return Set.of("read_generator");
    }

    @Override
    public Optional<String> firstArgument() {
        return Optional.of(GeneratorOptions.KIND);
    }

    @Override
    public ConnectedSource open(ConnectorRequest request) {
        return new Generator(request.session(), GeneratorOptions.parse(request.options()));
    }
}
