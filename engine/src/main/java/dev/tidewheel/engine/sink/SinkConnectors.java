package dev.tidewheel.engine.sink;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/** The connectors of sinks of this installation. Stateless. */
public final class SinkConnectors {

    private static final Map<String, SinkConnector> INSTALLED = installed();

    private SinkConnectors() {}

    private static Map<String, SinkConnector> installed() {
        Map<String, SinkConnector> found = new LinkedHashMap<>();
        for (SinkConnector connector : ServiceLoader.load(SinkConnector.class, SinkConnector.class.getClassLoader())) {
            connector.formats().forEach(format -> found.putIfAbsent(format, connector));
        }
        return found;
    }

    /** The connector for a format; empty to leave it to Spark. */
    public static Optional<SinkConnector> of(String format) {
        return Optional.ofNullable(INSTALLED.get(format.toLowerCase(Locale.ROOT)));
    }
}
