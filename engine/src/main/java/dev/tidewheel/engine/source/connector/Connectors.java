package dev.tidewheel.engine.source.connector;

import dev.tidewheel.model.error.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Function;

/** The connectors of this installation. Immutable. */
public final class Connectors {

    private final List<Connector> all;
    private final Map<String, Connector> formats;
    private final Map<String, Connector> functions;

    private Connectors(List<Connector> connectors) {
        this.all = connectors;
        this.formats = byName(connectors, Connector::formats);
        this.functions = byName(connectors, Connector::functions);
    }

    private static Map<String, Connector> byName(List<Connector> connectors, Function<Connector, Set<String>> names) {
        Map<String, Connector> found = new LinkedHashMap<>();
        for (Connector connector : connectors) {
            names.apply(connector).forEach(name -> found.putIfAbsent(name, connector));
        }
        return found;
    }

    /** Those that are on the class path. */
    public static Connectors installed() {
        return Installed.CONNECTORS;
    }

    private static final class Installed {
        static final Connectors CONNECTORS =
                new Connectors(ServiceLoader.load(Connector.class, Connector.class.getClassLoader()).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList());
    }

    /** What was wrong, if the error comes from what one of the connectors reads or writes with. */
    public Optional<Problem> explain(Throwable error) {
        return all.stream()
                .map(connector -> connector.explain(error))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** The connector for {@code format(name)}. */
    public Optional<Connector> ofFormat(String name) {
        return Optional.ofNullable(formats.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The connector behind a table function. */
    public Optional<Connector> ofFunction(String name) {
        return Optional.ofNullable(functions.get(name.toLowerCase(Locale.ROOT)));
    }
}
