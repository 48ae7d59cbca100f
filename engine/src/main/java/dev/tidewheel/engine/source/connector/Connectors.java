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
    private final Map<String, SourceTranslator> foreignFormats;
    private final Map<String, SourceTranslator> foreignFunctions;

    private Connectors(List<Connector> connectors, List<SourceTranslator> translators) {
        this.all = connectors;
        this.formats = byName(connectors, Connector::formats);
        this.functions = byName(connectors, Connector::functions);
        this.foreignFormats = byName(translators, translator -> Set.of(translator.format()));
        this.foreignFunctions = byName(translators, SourceTranslator::functions);
    }

    private static <T> Map<String, T> byName(List<T> connectors, Function<T, Set<String>> names) {
        Map<String, T> found = new LinkedHashMap<>();
        for (T connector : connectors) {
            names.apply(connector).forEach(name -> found.putIfAbsent(name, connector));
        }
        return found;
    }

    /** Those that are on the class path. */
    public static Connectors installed() {
        return Installed.CONNECTORS;
    }

    private static final class Installed {
        static final Connectors CONNECTORS = new Connectors(found(Connector.class), found(SourceTranslator.class));

        private static <T> List<T> found(Class<T> type) {
            return ServiceLoader.load(type, Connector.class.getClassLoader()).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();
        }
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

    /** Who knows how a data source of others reads {@code format(name)}. */
    public Optional<SourceTranslator> translatorOfFormat(String name) {
        return Optional.ofNullable(foreignFormats.get(name.toLowerCase(Locale.ROOT)));
    }

    /** Who knows how a data source of others reads what a table function names. */
    public Optional<SourceTranslator> translatorOfFunction(String name) {
        return Optional.ofNullable(foreignFunctions.get(name.toLowerCase(Locale.ROOT)));
    }
}
